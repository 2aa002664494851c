// One-to-many SCTP sockets (RFC 6458) of the kernel, or of usrsctp in this process, behind one set of calls.
// Functions return a value >= 0, or the negative errno.
#ifndef VITRUM_CUSRSCTP_H
#define VITRUM_CUSRSCTP_H

#include <stddef.h>
#include <stdint.h>

// `family` is 4 or 6; `port` in host order.
typedef struct {
  uint8_t address[16];
  uint32_t scope;
  uint16_t port;
  uint8_t family;
} vt_sctp_address;

typedef struct {
  uint16_t outbound_streams;
  uint16_t inbound_streams;
  uint16_t init_attempts;
  uint16_t association_retransmissions;
  uint16_t path_retransmissions;
  uint32_t init_timeout_ms;
  uint32_t heartbeat_ms;
  uint32_t rto_initial_ms;
  uint32_t rto_minimum_ms;
  uint32_t rto_maximum_ms;
  uint32_t send_buffer;
  uint32_t receive_buffer;
  uint16_t remote_encapsulation_port;
} vt_sctp_options;

enum {
  vt_sctp_none = 0,
  vt_sctp_data,
  vt_sctp_up,
  vt_sctp_lost,
  vt_sctp_restarted,
  vt_sctp_shutdown_complete,
  vt_sctp_cannot_start,
  vt_sctp_delivery_aborted,
  vt_sctp_overflow,
  vt_sctp_other
};

// What vt_sctp_receive returned: a piece of a user message, or a notification.
typedef struct {
  uint8_t kind;
  uint8_t is_end_of_message;
  uint16_t stream;
  uint32_t payload_protocol_id;
  uint32_t association;
  uint16_t outbound_streams;
  uint16_t inbound_streams;
  uint16_t error;
  size_t length;
  vt_sctp_address peer;
} vt_sctp_event;

typedef struct vt_sctp_socket vt_sctp_socket;

int vt_sctp_kernel_available(void);
// Starts usrsctp; at most once at a time in a process (-EALREADY).
int vt_sctp_user_start(uint16_t encapsulation_port);
// Stops it once all its sockets are closed (-EBUSY before).
int vt_sctp_user_stop(void);

int vt_sctp_open(int in_kernel, int family, const vt_sctp_options *options, vt_sctp_socket **result);
int vt_sctp_bind(vt_sctp_socket *socket, const vt_sctp_address *addresses, int count);
int vt_sctp_listen(vt_sctp_socket *socket);
int vt_sctp_connect(vt_sctp_socket *socket, const vt_sctp_address *peer);
// Becomes readable when vt_sctp_receive may have something.
int vt_sctp_descriptor(const vt_sctp_socket *socket);
// 1: an event; 0: nothing waits.
int vt_sctp_receive(vt_sctp_socket *socket, uint8_t *buffer, size_t capacity, vt_sctp_event *event);
int vt_sctp_send(vt_sctp_socket *socket, uint32_t association, uint16_t stream, uint32_t payload_protocol_id, const uint8_t *octets,
                 size_t length);
int vt_sctp_shutdown(vt_sctp_socket *socket, uint32_t association);
int vt_sctp_abort(vt_sctp_socket *socket, uint32_t association);
int vt_sctp_peer(vt_sctp_socket *socket, uint32_t association, vt_sctp_address *peer);
int vt_sctp_local_port(vt_sctp_socket *socket, uint16_t *port);
void vt_sctp_close(vt_sctp_socket *socket);

#endif
