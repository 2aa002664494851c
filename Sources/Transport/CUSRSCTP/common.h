#ifndef VITRUM_SCTP_COMMON_H
#define VITRUM_SCTP_COMMON_H

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <stdint.h>

#include "cusrsctp.h"

struct socket;

struct vt_sctp_socket {
  int kernel;         // The kernel's socket, or -1.
  struct socket *user;  // usrsctp's socket, or NULL.
  struct vt_inbox *inbox;
  int family;
};

static inline socklen_t vt_to_sockaddr(const vt_sctp_address *address, struct sockaddr_storage *storage) {
  memset(storage, 0, sizeof *storage);
  if (address->family == 4) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
    v4->sin_family = AF_INET;
    v4->sin_port = htons(address->port);
    memcpy(&v4->sin_addr, address->address, 4);
    return sizeof *v4;
  }
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(address->port);
  v6->sin6_scope_id = address->scope;
  memcpy(&v6->sin6_addr, address->address, 16);
  return sizeof *v6;
}

static inline void vt_from_sockaddr(const void *source, vt_sctp_address *address) {
  struct sockaddr_storage storage;
  memset(address, 0, sizeof *address);
  memcpy(&storage.ss_family, source, sizeof storage.ss_family);
  if (storage.ss_family == AF_INET) {
    struct sockaddr_in v4;
    memcpy(&v4, source, sizeof v4);
    address->family = 4;
    address->port = ntohs(v4.sin_port);
    memcpy(address->address, &v4.sin_addr, 4);
  } else if (storage.ss_family == AF_INET6) {
    struct sockaddr_in6 v6;
    memcpy(&v6, source, sizeof v6);
    address->family = 6;
    address->port = ntohs(v6.sin6_port);
    address->scope = v6.sin6_scope_id;
    memcpy(address->address, &v6.sin6_addr, 16);
  }
}

int vt_kernel_open(int family, const vt_sctp_options *options);
int vt_kernel_bind(int fd, const vt_sctp_address *addresses, int count);
int vt_kernel_receive(int fd, uint8_t *buffer, size_t capacity, vt_sctp_event *event);
int vt_kernel_send(int fd, uint32_t association, uint16_t stream, uint32_t payload_protocol_id, uint16_t flags, const uint8_t *octets,
                   size_t length);
int vt_kernel_shutdown(int fd, uint32_t association);
int vt_kernel_abort(int fd, uint32_t association);
int vt_kernel_peer(int fd, uint32_t association, vt_sctp_address *peer);

#endif
