// The kernel's SCTP (RFC 6458, linux/sctp.h).
#define _GNU_SOURCE
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

// Needs the types of sys/socket.h in front of it.
#include <linux/sctp.h>

int vt_sctp_kernel_available(void) {
  int fd = socket(AF_INET, SOCK_SEQPACKET | SOCK_CLOEXEC, IPPROTO_SCTP);
  if (fd < 0) return 0;
  close(fd);
  return 1;
}

static int set_option(int fd, int option, const void *value, socklen_t length) {
  return setsockopt(fd, IPPROTO_SCTP, option, value, length) < 0 ? -errno : 0;
}

static int configure(int fd, const vt_sctp_options *options) {
  int one = 1, result;
  struct sctp_initmsg init = {.sinit_num_ostreams = options->outbound_streams,
                              .sinit_max_instreams = options->inbound_streams,
                              .sinit_max_attempts = options->init_attempts,
                              .sinit_max_init_timeo = (uint16_t)options->init_timeout_ms};
  if ((result = set_option(fd, SCTP_INITMSG, &init, sizeof init)) < 0) return result;
  if ((result = set_option(fd, SCTP_NODELAY, &one, sizeof one)) < 0) return result;
  if ((result = set_option(fd, SCTP_RECVRCVINFO, &one, sizeof one)) < 0) return result;
  struct sctp_rtoinfo rto = {
      .srto_initial = options->rto_initial_ms, .srto_max = options->rto_maximum_ms, .srto_min = options->rto_minimum_ms};
  if ((result = set_option(fd, SCTP_RTOINFO, &rto, sizeof rto)) < 0) return result;
  struct sctp_assocparams association = {.sasoc_asocmaxrxt = options->association_retransmissions};
  if ((result = set_option(fd, SCTP_ASSOCINFO, &association, sizeof association)) < 0) return result;
  struct sctp_paddrparams path;
  memset(&path, 0, sizeof path);
  path.spp_hbinterval = options->heartbeat_ms;
  path.spp_pathmaxrxt = options->path_retransmissions;
  path.spp_flags = SPP_HB_ENABLE;
  if ((result = set_option(fd, SCTP_PEER_ADDR_PARAMS, &path, sizeof path)) < 0) return result;
  struct sctp_event_subscribe events;
  memset(&events, 0, sizeof events);
  events.sctp_data_io_event = 1;
  events.sctp_association_event = 1;
  events.sctp_partial_delivery_event = 1;
  if ((result = set_option(fd, SCTP_EVENTS, &events, sizeof events)) < 0) return result;
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &options->send_buffer, sizeof options->send_buffer);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &options->receive_buffer, sizeof options->receive_buffer);
  return 0;
}

int vt_kernel_open(int family, const vt_sctp_options *options) {
  // The kernel takes encapsulation from net.sctp.encap_port, which is the administrator's to set.
  if (options->remote_encapsulation_port != 0) return -EOPNOTSUPP;
  int fd = socket(family == 4 ? AF_INET : AF_INET6, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_SCTP);
  if (fd < 0) return -errno;
  int result = configure(fd, options);
  if (result < 0) {
    close(fd);
    return result;
  }
  return fd;
}

int vt_kernel_bind(int fd, const vt_sctp_address *addresses, int count) {
  for (int i = 0; i < count; i++) {
    struct sockaddr_storage storage;
    socklen_t length = vt_to_sockaddr(&addresses[i], &storage);
    int result = i == 0 ? bind(fd, (struct sockaddr *)&storage, length)
                        : setsockopt(fd, IPPROTO_SCTP, SCTP_SOCKOPT_BINDX_ADD, &storage, length);
    if (result < 0) return -errno;
  }
  return 0;
}

static int translate(const uint8_t *buffer, size_t length, vt_sctp_event *event) {
  struct sctp_assoc_change change;
  uint16_t type;
  event->kind = vt_sctp_other;
  if (length < sizeof type) return 1;
  memcpy(&type, buffer, sizeof type);
  if (type == SCTP_PARTIAL_DELIVERY_EVENT && length >= sizeof(struct sctp_pdapi_event)) {
    struct sctp_pdapi_event partial;
    memcpy(&partial, buffer, sizeof partial);
    event->kind = vt_sctp_delivery_aborted;
    event->association = (uint32_t)partial.pdapi_assoc_id;
  }
  if (type != SCTP_ASSOC_CHANGE || length < sizeof change) return 1;
  memcpy(&change, buffer, sizeof change);
  event->association = (uint32_t)change.sac_assoc_id;
  event->error = change.sac_error;
  event->outbound_streams = change.sac_outbound_streams;
  event->inbound_streams = change.sac_inbound_streams;
  switch (change.sac_state) {
    case SCTP_COMM_UP: event->kind = vt_sctp_up; break;
    case SCTP_COMM_LOST: event->kind = vt_sctp_lost; break;
    case SCTP_RESTART: event->kind = vt_sctp_restarted; break;
    case SCTP_SHUTDOWN_COMP: event->kind = vt_sctp_shutdown_complete; break;
    case SCTP_CANT_STR_ASSOC: event->kind = vt_sctp_cannot_start; break;
    default: break;
  }
  return 1;
}

int vt_kernel_receive(int fd, uint8_t *buffer, size_t capacity, vt_sctp_event *event) {
  union {
    struct cmsghdr header;
    uint8_t octets[CMSG_SPACE(sizeof(struct sctp_rcvinfo))];
  } control;
  struct iovec vector = {.iov_base = buffer, .iov_len = capacity};
  struct sockaddr_storage from;
  memset(&from, 0, sizeof from);
  struct msghdr message = {.msg_name = &from,
                           .msg_namelen = sizeof from,
                           .msg_iov = &vector,
                           .msg_iovlen = 1,
                           .msg_control = control.octets,
                           .msg_controllen = sizeof control.octets};
  ssize_t length;
  do {
    length = recvmsg(fd, &message, MSG_DONTWAIT);
  } while (length < 0 && errno == EINTR);
  if (length < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
  memset(event, 0, sizeof *event);
  vt_from_sockaddr(&from, &event->peer);
  if (message.msg_flags & MSG_NOTIFICATION) return translate(buffer, (size_t)length, event);
  event->kind = vt_sctp_data;
  event->length = (size_t)length;
  event->is_end_of_message = (message.msg_flags & MSG_EOR) != 0;
  for (struct cmsghdr *item = CMSG_FIRSTHDR(&message); item != NULL; item = CMSG_NXTHDR(&message, item)) {
    if (item->cmsg_level != IPPROTO_SCTP || item->cmsg_type != SCTP_RCVINFO) continue;
    struct sctp_rcvinfo info;
    memcpy(&info, CMSG_DATA(item), sizeof info);
    event->stream = info.rcv_sid;
    event->payload_protocol_id = ntohl(info.rcv_ppid);
    event->association = (uint32_t)info.rcv_assoc_id;
  }
  return 1;
}

int vt_kernel_send(int fd, uint32_t association, uint16_t stream, uint32_t payload_protocol_id, uint16_t flags, const uint8_t *octets,
                   size_t length) {
  union {
    struct cmsghdr header;
    uint8_t octets[CMSG_SPACE(sizeof(struct sctp_sndinfo))];
  } control;
  memset(&control, 0, sizeof control);
  struct iovec vector = {.iov_base = (void *)octets, .iov_len = length};
  struct msghdr message = {
      .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control.octets, .msg_controllen = sizeof control.octets};
  struct sctp_sndinfo info = {
      .snd_sid = stream, .snd_flags = flags, .snd_ppid = htonl(payload_protocol_id), .snd_assoc_id = (sctp_assoc_t)association};
  control.header.cmsg_level = IPPROTO_SCTP;
  control.header.cmsg_type = SCTP_SNDINFO;
  control.header.cmsg_len = CMSG_LEN(sizeof info);
  memcpy(CMSG_DATA(&control.header), &info, sizeof info);
  ssize_t sent;
  do {
    sent = sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : 0;
}

int vt_kernel_shutdown(int fd, uint32_t association) { return vt_kernel_send(fd, association, 0, 0, SCTP_EOF, NULL, 0); }
int vt_kernel_abort(int fd, uint32_t association) { return vt_kernel_send(fd, association, 0, 0, SCTP_ABORT, NULL, 0); }

int vt_kernel_peer(int fd, uint32_t association, vt_sctp_address *peer) {
  struct sctp_status status;
  memset(&status, 0, sizeof status);
  status.sstat_assoc_id = (sctp_assoc_t)association;
  socklen_t length = sizeof status;
  if (getsockopt(fd, IPPROTO_SCTP, SCTP_STATUS, &status, &length) < 0) return -errno;
  vt_from_sockaddr(&status.sstat_primary.spinfo_address, peer);
  return 0;
}
