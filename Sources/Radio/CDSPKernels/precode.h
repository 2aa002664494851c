// Layers to antenna ports (TS 38.211 §7.3.1.4), for a file that says what a vector is: LANES / 2 elements.

// The sums of products with the weights' real parts and those of swapped parts with the imaginary parts are kept apart until the end.
TARGET static inline void precode_block(const float *const *layers, int layer_count, const float *weights, int port_count, size_t place,
                                        MASK mask, float *const *ports) {
  VECTOR elements[VITRUM_LAYER_LIMIT], swapped[VITRUM_LAYER_LIMIT];
  for (int layer = 0; layer < layer_count; layer++) {
    elements[layer] = LOAD(mask, layers[layer] + place);
    swapped[layer] = SWAP_PAIRS(elements[layer]);
  }
  for (int port = 0; port < port_count; port++) {
    const float *row = weights + 2 * (size_t)port * (size_t)layer_count;
    VECTOR straight = LOAD(mask, ports[port] + place), crossed = ZERO;
    for (int layer = 0; layer < layer_count; layer++) {
      straight = MULTIPLY_ADD(elements[layer], ALL(row[2 * layer]), straight);
      crossed = MULTIPLY_ADD(swapped[layer], ALL(row[2 * layer + 1]), crossed);
    }
    STORE(mask, ports[port] + place, SUBTRACT_ADD(straight, crossed));
  }
}

#define EACH_PLACE(layer_count, port_count)                                                                                            \
  do {                                                                                                                                 \
    size_t place = 0;                                                                                                                  \
    for (; place + LANES <= 2 * count; place += LANES) {                                                                               \
      precode_block(layers, layer_count, weights, port_count, place, ALL_LANES, ports);                                                \
    }                                                                                                                                  \
    if (place < 2 * count) precode_block(layers, layer_count, weights, port_count, place, FIRST_LANES((int)(2 * count - place)), ports); \
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
