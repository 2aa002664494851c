// usrsctp, and the calls that choose between it and the kernel.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <usrsctp.h>

#include "common.h"

// What usrsctp's threads have received for one socket. They may still call while the socket is being closed, so inboxes outlive their
// sockets: they are freed when usrsctp stops.
struct vt_piece {
  struct vt_piece *next;
  uint8_t *octets;
  size_t length, taken;
  vt_sctp_address peer;
  struct sctp_rcvinfo info;
  int flags;
};

struct vt_inbox {
  pthread_mutex_t lock;
  int eventfd;
  struct vt_piece *first, **last;
  size_t queued;
  struct vt_inbox *next;
};

// A peer that fills the inbox faster than the loop empties it loses its association.
static const size_t maximum_queued = 32u << 20;

// usrsctp itself is one per process; this is the owner's record of it.
static pthread_mutex_t owner_lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_started;
static struct vt_inbox *inboxes;

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
      while (inboxes != NULL) {
        struct vt_inbox *next = inboxes->next;
        pthread_mutex_destroy(&inboxes->lock);
        free(inboxes);
        inboxes = next;
      }
    }
  }
  pthread_mutex_unlock(&owner_lock);
  return result;
}

static void free_piece(struct vt_piece *piece) {
  free(piece->octets);
  free(piece);
}

// Called by usrsctp's threads, without its locks; owns `octets`.
static int received(struct socket *socket, union sctp_sockstore from, void *octets, size_t length, struct sctp_rcvinfo info, int flags,
                    void *context) {
  struct vt_inbox *inbox = context;
  (void)socket;
  if (octets == NULL) return 1;
  struct vt_piece *piece = calloc(1, sizeof *piece);
  if (piece == NULL) {
    free(octets);
    return 1;
  }
  *piece = (struct vt_piece){.octets = octets, .length = length, .info = info, .flags = flags};
  vt_from_sockaddr(&from.sa, &piece->peer);
  pthread_mutex_lock(&inbox->lock);
  if (inbox->eventfd < 0 || inbox->queued > 2 * maximum_queued) {
    free_piece(piece);
  } else {
    *inbox->last = piece;
    inbox->last = &piece->next;
    inbox->queued += length + sizeof *piece;
    uint64_t one = 1;
    while (write(inbox->eventfd, &one, sizeof one) < 0 && errno == EINTR) {
    }
  }
  pthread_mutex_unlock(&inbox->lock);
  return 1;
}

static struct vt_inbox *make_inbox(void) {
  struct vt_inbox *inbox = calloc(1, sizeof *inbox);
  if (inbox == NULL) return NULL;
  inbox->eventfd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (inbox->eventfd < 0) {
    free(inbox);
    return NULL;
  }
  inbox->last = &inbox->first;
  pthread_mutex_init(&inbox->lock, NULL);
  pthread_mutex_lock(&owner_lock);
  inbox->next = inboxes;
  inboxes = inbox;
  pthread_mutex_unlock(&owner_lock);
  return inbox;
}

static void close_inbox(struct vt_inbox *inbox) {
  pthread_mutex_lock(&inbox->lock);
  close(inbox->eventfd);
  inbox->eventfd = -1;
  while (inbox->first != NULL) {
    struct vt_piece *next = inbox->first->next;
    free_piece(inbox->first);
    inbox->first = next;
  }
  inbox->last = &inbox->first;
  pthread_mutex_unlock(&inbox->lock);
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
    opened->inbox = make_inbox();
    if (opened->inbox == NULL) {
      status = -ENOMEM;
    } else {
      opened->user =
          usrsctp_socket(family == 4 ? AF_INET : AF_INET6, SOCK_SEQPACKET, IPPROTO_SCTP, received, NULL, 0, opened->inbox);
      status = opened->user == NULL ? -errno : configure(opened->user, options);
      if (status < 0) {
        if (opened->user != NULL) usrsctp_close(opened->user);
        close_inbox(opened->inbox);
      }
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

int vt_sctp_descriptor(const vt_sctp_socket *socket) { return socket->user == NULL ? socket->kernel : socket->inbox->eventfd; }

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
  struct vt_inbox *inbox = socket->inbox;
  pthread_mutex_lock(&inbox->lock);
  struct vt_piece *piece = inbox->first;
  if (piece == NULL) {
    pthread_mutex_unlock(&inbox->lock);
    return 0;
  }
  memset(event, 0, sizeof *event);
  event->peer = piece->peer;
  size_t length = piece->length - piece->taken;
  if (length > capacity) length = capacity;
  memcpy(buffer, piece->octets + piece->taken, length);
  piece->taken += length;
  bool is_last = piece->taken == piece->length;
  if (piece->flags & MSG_NOTIFICATION) {
    is_last = true;
    translate(buffer, length, event);
  } else {
    event->kind = inbox->queued > maximum_queued ? vt_sctp_overflow : vt_sctp_data;
    event->length = length;
    event->is_end_of_message = is_last && (piece->flags & MSG_EOR);
    event->stream = piece->info.rcv_sid;
    event->payload_protocol_id = ntohl(piece->info.rcv_ppid);
    event->association = piece->info.rcv_assoc_id;
  }
  if (is_last) {
    inbox->queued -= piece->length + sizeof *piece;
    inbox->first = piece->next;
    if (inbox->first == NULL) inbox->last = &inbox->first;
    free_piece(piece);
  }
  pthread_mutex_unlock(&inbox->lock);
  return 1;
}

static int user_send(vt_sctp_socket *socket, uint32_t association, uint16_t stream, uint32_t payload_protocol_id, uint16_t flags,
                     const uint8_t *octets, size_t length) {
  struct sctp_sndinfo info = {
      .snd_sid = stream, .snd_flags = flags, .snd_ppid = htonl(payload_protocol_id), .snd_assoc_id = association};
  // A null pointer is refused, also where there is nothing to send.
  ssize_t sent = usrsctp_sendv(socket->user, octets == NULL ? (const uint8_t *)"" : octets, length, NULL, 0, &info, sizeof info, SCTP_SENDV_SNDINFO, 0);
  return sent < 0 ? -errno : 0;
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
    usrsctp_close(socket->user);
    close_inbox(socket->inbox);
  } else {
    close(socket->kernel);
  }
  free(socket);
}
