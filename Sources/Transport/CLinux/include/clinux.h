// Linux calls that Swift cannot import: macros, variadic functions, and batch calls that must not allocate.
// Functions return a value >= 0, or the negative errno.
#ifndef VITRUM_CLINUX_H
#define VITRUM_CLINUX_H

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <stddef.h>
#include <stdint.h>

// An IP address and port. `family` is 4, 6, or 0 for none.
typedef struct {
  uint8_t address[16];
  uint32_t scope;
  uint16_t port;
  uint8_t family;
} vt_endpoint;

// One slot of a packet batch: where its octets lie in the batch's storage, its peer, and what to do with it.
typedef struct {
  uint32_t offset;
  uint32_t length;
  vt_endpoint peer;
  uint8_t action;
} vt_slot;

enum { vt_maximum_batch = 64 };

// UDP.
int vt_udp_socket(const vt_endpoint *local, int reuse_address, int receive_buffer, int send_buffer);
int vt_local_endpoint(int fd, vt_endpoint *endpoint);
int vt_udp_send(int fd, const uint8_t *octets, size_t length, const vt_endpoint *peer);

// Batches. Slot i owns `slot_size` octets of `storage` from i * slot_size. Received octets are placed behind `headroom`.
int vt_udp_receive_batch(int fd, uint8_t *storage, uint32_t slot_size, uint32_t headroom, vt_slot *slots, int count);
// Sends the slots whose action is `action`; returns how many the kernel took.
int vt_udp_send_batch(int fd, const uint8_t *storage, const vt_slot *slots, int count, uint8_t action);
int vt_read_batch(int fd, uint8_t *storage, uint32_t slot_size, uint32_t headroom, vt_slot *slots, int count);
int vt_write_batch(int fd, const uint8_t *storage, const vt_slot *slots, int count, uint8_t action);
// Waits until one of `count` (at most 8) descriptors is readable; returns a bit mask, 0 after the timeout.
int vt_poll_readable(const int *descriptors, int count, int timeout_milliseconds);

// Event loop.
int vt_epoll_create(void);
int vt_epoll_add(int epoll, int fd, int readable, int writable, uint64_t token);
int vt_epoll_modify(int epoll, int fd, int readable, int writable, uint64_t token);
int vt_epoll_remove(int epoll, int fd);
typedef struct {
  uint64_t token;
  uint8_t readable, writable;
} vt_epoll_event;
int vt_epoll_wait(int epoll, vt_epoll_event *events, int count);
int vt_eventfd(void);
void vt_eventfd_signal(int fd);
void vt_eventfd_drain(int fd);
int vt_timerfd(void);
// Fires at `deadline_nanoseconds` of CLOCK_MONOTONIC; 0 disarms.
int vt_timerfd_arm(int fd, uint64_t deadline_nanoseconds);
uint64_t vt_monotonic_nanoseconds(void);
uint64_t vt_realtime_nanoseconds(void);
void vt_name_thread(const char *name);

// Devices and namespaces.
int vt_tun_open(const char *name);
int vt_pipe(int ends[2]);
int vt_write_file(const char *path, const char *text);
int vt_enter_network_namespace(const char *path);
// Detaches the calling thread into a new network namespace and binds it to `path`.
int vt_create_network_namespace(const char *directory, const char *path);
int vt_delete_network_namespace(const char *path);
int vt_interface_index(const char *name);

// rtnetlink: sends one request and waits for its acknowledgement.
int vt_rtnetlink_request(const uint8_t *message, size_t length);

#endif
