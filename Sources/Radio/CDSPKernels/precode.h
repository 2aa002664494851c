// Layers to antenna ports (TS 38.211 §7.3.1.4), for a file that says what a vector is: LANES / 2 elements.

// Two vectors of each layer at once, so that a weight is there for both. The sums of products with the weights' real parts and those with
// the imaginary parts are kept apart until the end, where the parts of the latter are swapped.
TARGET static inline __attribute__((always_inline)) void precode_block(
    const float *const *layers, int layer_count, const float *weights, int port_count, size_t place, int vectors, MASK mask,
    float *const *ports) {
  VECTOR elements[VITRUM_LAYER_LIMIT][2];
  for (int layer = 0; layer < layer_count; layer++) {
    for (int n = 0; n < vectors; n++) elements[layer][n] = LOAD(mask, layers[layer] + place + n * LANES);
  }
  for (int port = 0; port < port_count; port++) {
    const float *row = weights + 2 * (size_t)port * (size_t)layer_count;
    VECTOR straight[2], crossed[2];
    for (int n = 0; n < vectors; n++) {
      straight[n] = LOAD(mask, ports[port] + place + n * LANES);
      crossed[n] = ZERO;
    }
    for (int layer = 0; layer < layer_count; layer++) {
      VECTOR real = ALL(row[2 * layer]), imaginary = ALL(row[2 * layer + 1]);
      for (int n = 0; n < vectors; n++) {
        straight[n] = MULTIPLY_ADD(elements[layer][n], real, straight[n]);
        crossed[n] = MULTIPLY_ADD(elements[layer][n], imaginary, crossed[n]);
      }
    }
    for (int n = 0; n < vectors; n++) {
      STORE(mask, ports[port] + place + n * LANES, SUBTRACT_ADD(straight[n], SWAP_PAIRS(crossed[n])));
    }
  }
}

#define EACH_PLACE(layer_count, port_count)                                                                                            \
  do {                                                                                                                                 \
    size_t place = 0;                                                                                                                  \
    for (; place + 2 * LANES <= 2 * count; place += 2 * LANES) {                                                                       \
      precode_block(layers, layer_count, weights, port_count, place, 2, ALL_LANES, ports);                                             \
    }                                                                                                                                  \
    for (; place < 2 * count; place += LANES) {                                                                                        \
      size_t rest = 2 * count - place;                                                                                                 \
      precode_block(layers, layer_count, weights, port_count, place, 1, rest < LANES ? FIRST_LANES((int)rest) : ALL_LANES, ports);     \
    }                                                                                                                                  \
  } while (0)

TARGET void PRECODE(
    const float *const *layers, int layer_count, const float *weights, int port_count, size_t count, float *const *ports) {
  switch (layer_count) {
  case 1: EACH_PLACE(1, port_count); break;
  case 2: EACH_PLACE(2, port_count); break;
  case 3: EACH_PLACE(3, port_count); break;
  case 4: EACH_PLACE(4, port_count); break;
  default: EACH_PLACE(layer_count, port_count); break;
  }
}
