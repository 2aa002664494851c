// usrsctp, and the calls that choose between it and the kernel.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <usrsctp.h>

#include "common.h"

// The target of a socket's upcalls. usrsctp calls from its own threads, possibly while the socket is being closed, so that wake-ups
// outlive their sockets: they are freed when usrsctp stops.
struct vt_wakeup {
  pthread_mutex_t lock;
  int eventfd;
  struct vt_wakeup *next;
};

// usrsctp itself is one per process; this is the owner's record of it.
static pthread_mutex_t owner_lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_started;
static struct vt_wakeup *wakeups;

int vt_sctp_user_start(uint16_t encapsulation_port) {
  // usrsctp only prints when it may not open its raw socket, so that is tried first.
  int raw = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_SCTP);
  if (raw < 0) return -errno;
  close(raw);
  pthread_mutex_lock(&owner_lock);
  int result = is_started ? -EALREADY : 0;
  if (result == 0) {
    is_started = true;
    usrsctp_init(encapsulation_port, NULL, NULL);
    // Several processes share an address: each sees every SCTP packet and must stay silent about those of the others.
    usrsctp_sysctl_set_sctp_blackhole(2);
    usrsctp_sysctl_set_sctp_no_csum_on_loopback(0);
    // Addresses are those that the socket is bound to; later ones of the host are nobody's business.
    usrsctp_sysctl_set_sctp_auto_asconf(0);
    usrsctp_sysctl_set_sctp_asconf_enable(0);
  }
  pthread_mutex_unlock(&owner_lock);
  return result;
}

int vt_sctp_user_stop(void) {
  pthread_mutex_lock(&owner_lock);
  int result = 0;
  if (is_started) {
    if (usrsctp_finish() != 0) {
      result = -EBUSY;
    } else {
      is_started = false;
      while (wakeups != NULL) {
        struct vt_wakeup *next = wakeups->next;
        pthread_mutex_destroy(&wakeups->lock);
        free(wakeups);
        wakeups = next;
      }
    }
  }
  pthread_mutex_unlock(&owner_lock);
  return result;
}

static void signal_wakeup(struct vt_wakeup *wakeup) {
  pthread_mutex_lock(&wakeup->lock);
  if (wakeup->eventfd >= 0) {
    uint64_t one = 1;
    while (write(wakeup->eventfd, &one, sizeof one) < 0 && errno == EINTR) {
    }
  }
  pthread_mutex_unlock(&wakeup->lock);
}

static void upcall(struct socket *socket, void *argument, int flags) {
  (void)socket;
  (void)flags;
  signal_wakeup(argument);
}

static struct vt_wakeup *make_wakeup(void) {
  struct vt_wakeup *wakeup = calloc(1, sizeof *wakeup);
  if (wakeup == NULL) return NULL;
  wakeup->eventfd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wakeup->eventfd < 0) {
    free(wakeup);
    return NULL;
  }
  pthread_mutex_init(&wakeup->lock, NULL);
  pthread_mutex_lock(&owner_lock);
  wakeup->next = wakeups;
  wakeups = wakeup;
  pthread_mutex_unlock(&owner_lock);
  return wakeup;
}

static int set_option(struct socket *user, int option, const void *value, socklen_t length) {
  return usrsctp_setsockopt(user, IPPROTO_SCTP, option, value, length) < 0 ? -errno : 0;
}

static int configure(struct socket *user, const vt_sctp_options *options) {
  int one = 1, result;
  if (usrsctp_set_non_blocking(user, 1) < 0) return -errno;
  struct sctp_initmsg init = {.sinit_num_ostreams = options->outbound_streams,
                              .sinit_max_instreams = options->inbound_streams,
                              .sinit_max_attempts = options->init_attempts,
                              .sinit_max_init_timeo = (uint16_t)options->init_timeout_ms};
  if ((result = set_option(user, SCTP_INITMSG, &init, sizeof init)) < 0) return result;
  if ((result = set_option(user, SCTP_NODELAY, &one, sizeof one)) < 0) return result;
  if ((result = set_option(user, SCTP_RECVRCVINFO, &one, sizeof one)) < 0) return result;
  struct sctp_rtoinfo rto = {
      .srto_initial = options->rto_initial_ms, .srto_max = options->rto_maximum_ms, .srto_min = options->rto_minimum_ms};
  if ((result = set_option(user, SCTP_RTOINFO, &rto, sizeof rto)) < 0) return result;
  struct sctp_assocparams association = {.sasoc_asocmaxrxt = options->association_retransmissions};
  if ((result = set_option(user, SCTP_ASSOCINFO, &association, sizeof association)) < 0) return result;
  struct sctp_paddrparams path;
  memset(&path, 0, sizeof path);
  path.spp_hbinterval = options->heartbeat_ms;
  path.spp_pathmaxrxt = options->path_retransmissions;
  path.spp_flags = SPP_HB_ENABLE;
  if ((result = set_option(user, SCTP_PEER_ADDR_PARAMS, &path, sizeof path)) < 0) return result;
  const uint16_t events[] = {SCTP_ASSOC_CHANGE, SCTP_PARTIAL_DELIVERY_EVENT};
  for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
    struct sctp_event event = {.se_assoc_id = SCTP_FUTURE_ASSOC, .se_type = events[i], .se_on = 1};
    if ((result = set_option(user, SCTP_EVENT, &event, sizeof event)) < 0) return result;
  }
  if (options->remote_encapsulation_port != 0) {
    struct sctp_udpencaps encapsulation;
    memset(&encapsulation, 0, sizeof encapsulation);
    encapsulation.sue_address.ss_family = AF_INET;
    encapsulation.sue_port = htons(options->remote_encapsulation_port);
    if ((result = set_option(user, SCTP_REMOTE_UDP_ENCAPS_PORT, &encapsulation, sizeof encapsulation)) < 0) return result;
  }
  int size = (int)options->send_buffer;
  if (usrsctp_setsockopt(user, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) < 0) return -errno;
  size = (int)options->receive_buffer;
  if (usrsctp_setsockopt(user, SOL_SOCKET, SO_RCVBUF, &size, sizeof size) < 0) return -errno;
  return 0;
}

int vt_sctp_open(int in_kernel, int family, const vt_sctp_options *options, vt_sctp_socket **result) {
  vt_sctp_socket *opened = calloc(1, sizeof *opened);
  if (opened == NULL) return -ENOMEM;
  opened->kernel = -1;
  opened->family = family;
  int status = 0;
  if (in_kernel) {
    opened->kernel = status = vt_kernel_open(family, options);
  } else {
    opened->user = usrsctp_socket(family == 4 ? AF_INET : AF_INET6, SOCK_SEQPACKET, IPPROTO_SCTP, NULL, NULL, 0, NULL);
    if (opened->user == NULL) {
      status = -errno;
    } else if ((opened->wakeup = make_wakeup()) == NULL) {
      status = -ENOMEM;
      usrsctp_close(opened->user);
    } else if ((status = configure(opened->user, options)) < 0) {
      vt_sctp_close(opened);
      return status;
    } else {
      usrsctp_set_upcall(opened->user, upcall, opened->wakeup);
    }
  }
  if (status < 0) {
    free(opened);
    return status;
  }
  *result = opened;
  return 0;
}

int vt_sctp_bind(vt_sctp_socket *socket, const vt_sctp_address *addresses, int count) {
  if (socket->user == NULL) return vt_kernel_bind(socket->kernel, addresses, count);
  for (int i = 0; i < count; i++) {
    struct sockaddr_storage storage;
    socklen_t length = vt_to_sockaddr(&addresses[i], &storage);
    int result = i == 0 ? usrsctp_bind(socket->user, (struct sockaddr *)&storage, length)
                        : usrsctp_bindx(socket->user, (struct sockaddr *)&storage, 1, SCTP_BINDX_ADD_ADDR);
    if (result < 0) return -errno;
  }
  return 0;
}

int vt_sctp_listen(vt_sctp_socket *socket) {
  int result = socket->user == NULL ? listen(socket->kernel, 1024) : usrsctp_listen(socket->user, 1);
  return result < 0 ? -errno : 0;
}

int vt_sctp_connect(vt_sctp_socket *socket, const vt_sctp_address *peer) {
  struct sockaddr_storage storage;
  socklen_t length = vt_to_sockaddr(peer, &storage);
  int result = socket->user == NULL ? connect(socket->kernel, (struct sockaddr *)&storage, length)
                                    : usrsctp_connect(socket->user, (struct sockaddr *)&storage, length);
  return result < 0 && errno != EINPROGRESS ? -errno : 0;
}

int vt_sctp_descriptor(const vt_sctp_socket *socket) { return socket->user == NULL ? socket->kernel : socket->wakeup->eventfd; }

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
    event->association = partial.pdapi_assoc_id;
  }
  if (type != SCTP_ASSOC_CHANGE || length < sizeof change) return 1;
  memcpy(&change, buffer, sizeof change);
  event->association = change.sac_assoc_id;
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

int vt_sctp_receive(vt_sctp_socket *socket, uint8_t *buffer, size_t capacity, vt_sctp_event *event) {
  if (socket->user == NULL) return vt_kernel_receive(socket->kernel, buffer, capacity, event);
  struct sockaddr_storage from;
  memset(&from, 0, sizeof from);
  socklen_t from_length = sizeof from;
  struct sctp_rcvinfo info;
  memset(&info, 0, sizeof info);
  socklen_t info_length = sizeof info;
  unsigned int info_type = 0;
  int flags = 0;
  ssize_t length = usrsctp_recvv(socket->user, buffer, capacity, (struct sockaddr *)&from, &from_length, &info, &info_length,
                                 &info_type, &flags);
  if (length < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
  memset(event, 0, sizeof *event);
  if (length == 0 && flags == 0) return 0;
  vt_from_sockaddr(&from, &event->peer);
  if (flags & MSG_NOTIFICATION) return translate(buffer, (size_t)length, event);
  event->kind = vt_sctp_data;
  event->length = (size_t)length;
  event->is_end_of_message = (flags & MSG_EOR) != 0;
  if (info_type == SCTP_RECVV_RCVINFO) {
    event->stream = info.rcv_sid;
    event->payload_protocol_id = ntohl(info.rcv_ppid);
    event->association = info.rcv_assoc_id;
  }
  return 1;
}

static int user_send(vt_sctp_socket *socket, uint32_t association, uint16_t stream, uint32_t payload_protocol_id, uint16_t flags,
                     const uint8_t *octets, size_t length) {
  struct sctp_sndinfo info = {
      .snd_sid = stream, .snd_flags = flags, .snd_ppid = htonl(payload_protocol_id), .snd_assoc_id = association};
  ssize_t sent = usrsctp_sendv(socket->user, octets, length, NULL, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0);
  int result = sent < 0 ? -errno : 0;
  // What follows from a call of our own (the end of an association) comes without an upcall.
  if (flags != 0) signal_wakeup(socket->wakeup);
  return result;
}

int vt_sctp_send(vt_sctp_socket *socket, uint32_t association, uint16_t stream, uint32_t payload_protocol_id, const uint8_t *octets,
                 size_t length) {
  if (socket->user == NULL) return vt_kernel_send(socket->kernel, association, stream, payload_protocol_id, 0, octets, length);
  return user_send(socket, association, stream, payload_protocol_id, 0, octets, length);
}

int vt_sctp_shutdown(vt_sctp_socket *socket, uint32_t association) {
  if (socket->user == NULL) return vt_kernel_shutdown(socket->kernel, association);
  return user_send(socket, association, 0, 0, SCTP_EOF, NULL, 0);
}

int vt_sctp_abort(vt_sctp_socket *socket, uint32_t association) {
  if (socket->user == NULL) return vt_kernel_abort(socket->kernel, association);
  return user_send(socket, association, 0, 0, SCTP_ABORT, NULL, 0);
}

int vt_sctp_peer(vt_sctp_socket *socket, uint32_t association, vt_sctp_address *peer) {
  if (socket->user == NULL) return vt_kernel_peer(socket->kernel, association, peer);
  struct sockaddr *addresses = NULL;
  int count = usrsctp_getpaddrs(socket->user, association, &addresses);
  if (count <= 0) return -ENOTCONN;
  vt_from_sockaddr(addresses, peer);
  usrsctp_freepaddrs(addresses);
  return 0;
}

int vt_sctp_local_port(vt_sctp_socket *socket, uint16_t *port) {
  vt_sctp_address address;
  if (socket->user == NULL) {
    struct sockaddr_storage storage;
    socklen_t length = sizeof storage;
    if (getsockname(socket->kernel, (struct sockaddr *)&storage, &length) < 0) return -errno;
    vt_from_sockaddr(&storage, &address);
  } else {
    struct sockaddr *addresses = NULL;
    if (usrsctp_getladdrs(socket->user, 0, &addresses) <= 0) return -EINVAL;
    vt_from_sockaddr(addresses, &address);
    usrsctp_freeladdrs(addresses);
  }
  *port = address.port;
  return 0;
}

void vt_sctp_close(vt_sctp_socket *socket) {
  if (socket->user != NULL) {
    usrsctp_set_upcall(socket->user, NULL, NULL);
    usrsctp_close(socket->user);
    pthread_mutex_lock(&socket->wakeup->lock);
    close(socket->wakeup->eventfd);
    socket->wakeup->eventfd = -1;
    pthread_mutex_unlock(&socket->wakeup->lock);
  } else {
    close(socket->kernel);
  }
  free(socket);
}
