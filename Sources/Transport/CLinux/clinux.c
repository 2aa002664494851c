#define _GNU_SOURCE
#include "clinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static socklen_t to_sockaddr(const vt_endpoint *endpoint, struct sockaddr_in6 *storage) {
  memset(storage, 0, sizeof *storage);
  if (endpoint->family == 4) {
    struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
    v4->sin_family = AF_INET;
    v4->sin_port = htons(endpoint->port);
    memcpy(&v4->sin_addr, endpoint->address, 4);
    return sizeof *v4;
  }
  storage->sin6_family = AF_INET6;
  storage->sin6_port = htons(endpoint->port);
  storage->sin6_scope_id = endpoint->scope;
  memcpy(&storage->sin6_addr, endpoint->address, 16);
  return sizeof *storage;
}

static void from_sockaddr(const struct sockaddr_in6 *storage, vt_endpoint *endpoint) {
  memset(endpoint, 0, sizeof *endpoint);
  if (storage->sin6_family == AF_INET) {
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)storage;
    endpoint->family = 4;
    endpoint->port = ntohs(v4->sin_port);
    memcpy(endpoint->address, &v4->sin_addr, 4);
  } else if (storage->sin6_family == AF_INET6) {
    endpoint->family = 6;
    endpoint->port = ntohs(storage->sin6_port);
    endpoint->scope = storage->sin6_scope_id;
    memcpy(endpoint->address, &storage->sin6_addr, 16);
  }
}

int vt_udp_socket(const vt_endpoint *local, int reuse_address, int receive_buffer, int send_buffer) {
  int fd = socket(local->family == 4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  int one = 1;
  if (local->family == 6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
  if (reuse_address) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  // SO_*BUFFORCE needs CAP_NET_ADMIN; without it the kernel's limit applies.
  if (receive_buffer > 0 && setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer, sizeof receive_buffer) != 0)
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  if (send_buffer > 0 && setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &send_buffer, sizeof send_buffer) != 0)
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
  struct sockaddr_in6 storage;
  socklen_t length = to_sockaddr(local, &storage);
  if (bind(fd, (struct sockaddr *)&storage, length) != 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int vt_local_endpoint(int fd, vt_endpoint *endpoint) {
  struct sockaddr_in6 storage;
  socklen_t length = sizeof storage;
  if (getsockname(fd, (struct sockaddr *)&storage, &length) != 0) return -errno;
  from_sockaddr(&storage, endpoint);
  return 0;
}

int vt_udp_send(int fd, const uint8_t *octets, size_t length, const vt_endpoint *peer) {
  struct sockaddr_in6 storage;
  socklen_t address_length = to_sockaddr(peer, &storage);
  ssize_t sent;
  do {
    sent = sendto(fd, octets, length, MSG_DONTWAIT | MSG_NOSIGNAL, (struct sockaddr *)&storage, address_length);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? -errno : 0;
}

int vt_udp_receive_batch(int fd, uint8_t *storage, uint32_t slot_size, uint32_t headroom, vt_slot *slots, int count) {
  struct mmsghdr messages[vt_maximum_batch];
  struct iovec vectors[vt_maximum_batch];
  struct sockaddr_in6 names[vt_maximum_batch];
  if (count > vt_maximum_batch) count = vt_maximum_batch;
  if (headroom > slot_size) return -EINVAL;
  for (int i = 0; i < count; i++) {
    vectors[i].iov_base = storage + (size_t)i * slot_size + headroom;
    vectors[i].iov_len = slot_size - headroom;
    memset(&messages[i], 0, sizeof messages[i]);
    messages[i].msg_hdr.msg_iov = &vectors[i];
    messages[i].msg_hdr.msg_iovlen = 1;
    messages[i].msg_hdr.msg_name = &names[i];
    messages[i].msg_hdr.msg_namelen = sizeof names[i];
  }
  int received;
  do {
    received = recvmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT, NULL);
  } while (received < 0 && errno == EINTR);
  if (received < 0) return -errno;
  for (int i = 0; i < received; i++) {
    slots[i].offset = (uint32_t)i * slot_size + headroom;
    // A datagram that did not fit is reported as empty, never cut short.
    slots[i].length = messages[i].msg_hdr.msg_flags & MSG_TRUNC ? 0 : messages[i].msg_len;
    slots[i].action = 0;
    from_sockaddr(&names[i], &slots[i].peer);
  }
  return received;
}

int vt_udp_send_batch(int fd, const uint8_t *storage, const vt_slot *slots, int count, uint8_t action) {
  struct mmsghdr messages[vt_maximum_batch];
  struct iovec vectors[vt_maximum_batch];
  struct sockaddr_in6 names[vt_maximum_batch];
  unsigned used = 0;
  for (int i = 0; i < count && used < vt_maximum_batch; i++) {
    if (slots[i].action != action || slots[i].length == 0) continue;
    vectors[used].iov_base = (void *)(storage + slots[i].offset);
    vectors[used].iov_len = slots[i].length;
    memset(&messages[used], 0, sizeof messages[used]);
    messages[used].msg_hdr.msg_iov = &vectors[used];
    messages[used].msg_hdr.msg_iovlen = 1;
    messages[used].msg_hdr.msg_name = &names[used];
    messages[used].msg_hdr.msg_namelen = to_sockaddr(&slots[i].peer, &names[used]);
    used++;
  }
  int total = 0;
  unsigned next = 0;
  while (next < used) {
    int sent = sendmmsg(fd, messages + next, used - next, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      total += sent;
      next += (unsigned)sent;
    } else if (errno == EINTR) {
      continue;
    } else if (errno == EAGAIN || errno == EBADF) {
      break;
    } else {
      next++;  // An error of one destination (unreachable, message size) must not hold up the others.
    }
  }
  return total;
}

int vt_read_batch(int fd, uint8_t *storage, uint32_t slot_size, uint32_t headroom, vt_slot *slots, int count) {
  if (headroom > slot_size) return -EINVAL;
  int filled = 0;
  while (filled < count) {
    ssize_t length = read(fd, storage + (size_t)filled * slot_size + headroom, slot_size - headroom);
    if (length < 0) {
      if (errno == EINTR) continue;
      return filled > 0 || errno == EAGAIN ? filled : -errno;
    }
    if (length == 0) break;
    slots[filled].offset = (uint32_t)filled * slot_size + headroom;
    slots[filled].length = (uint32_t)length;
    slots[filled].action = 0;
    slots[filled].peer.family = 0;
    filled++;
  }
  return filled;
}

int vt_write_batch(int fd, const uint8_t *storage, const vt_slot *slots, int count, uint8_t action) {
  int written = 0;
  for (int i = 0; i < count; i++) {
    if (slots[i].action != action || slots[i].length == 0) continue;
    ssize_t length;
    do {
      length = write(fd, storage + slots[i].offset, slots[i].length);
    } while (length < 0 && errno == EINTR);
    if (length >= 0) written++;
  }
  return written;
}

int vt_poll_readable(const int *descriptors, int count, int timeout_milliseconds) {
  struct pollfd entries[8];
  if (count > 8) return -EINVAL;
  for (int i = 0; i < count; i++) entries[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
  int ready;
  do {
    ready = poll(entries, (nfds_t)count, timeout_milliseconds);
  } while (ready < 0 && errno == EINTR);
  if (ready < 0) return -errno;
  int mask = 0;
  for (int i = 0; i < count; i++)
    if (entries[i].revents) mask |= 1 << i;
  return mask;
}

int vt_epoll_create(void) {
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

static int epoll_control(int epoll, int operation, int fd, int readable, int writable, uint64_t token) {
  struct epoll_event event = {.events = (readable ? EPOLLIN : 0u) | (writable ? EPOLLOUT : 0u), .data.u64 = token};
  return epoll_ctl(epoll, operation, fd, &event) < 0 ? -errno : 0;
}

int vt_epoll_add(int epoll, int fd, int readable, int writable, uint64_t token) {
  return epoll_control(epoll, EPOLL_CTL_ADD, fd, readable, writable, token);
}

int vt_epoll_modify(int epoll, int fd, int readable, int writable, uint64_t token) {
  return epoll_control(epoll, EPOLL_CTL_MOD, fd, readable, writable, token);
}

int vt_epoll_remove(int epoll, int fd) { return epoll_control(epoll, EPOLL_CTL_DEL, fd, 0, 0, 0); }

int vt_epoll_wait(int epoll, vt_epoll_event *events, int count) {
  struct epoll_event ready[vt_maximum_batch];
  if (count > vt_maximum_batch) count = vt_maximum_batch;
  int number = epoll_wait(epoll, ready, count, -1);
  if (number < 0) return errno == EINTR ? 0 : -errno;
  for (int i = 0; i < number; i++) {
    events[i].token = ready[i].data.u64;
    events[i].readable = (ready[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0;
    events[i].writable = (ready[i].events & (EPOLLOUT | EPOLLERR)) != 0;
  }
  return number;
}

int vt_eventfd(void) {
  int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

void vt_eventfd_signal(int fd) {
  uint64_t one = 1;
  while (write(fd, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void vt_eventfd_drain(int fd) {
  uint64_t value;
  while (read(fd, &value, sizeof value) < 0 && errno == EINTR) {
  }
}

int vt_timerfd(void) {
  int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

int vt_timerfd_arm(int fd, uint64_t deadline_nanoseconds) {
  struct itimerspec value = {0};
  value.it_value.tv_sec = (time_t)(deadline_nanoseconds / 1000000000u);
  value.it_value.tv_nsec = (long)(deadline_nanoseconds % 1000000000u);
  return timerfd_settime(fd, TFD_TIMER_ABSTIME, &value, NULL) < 0 ? -errno : 0;
}

static uint64_t clock_nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t vt_monotonic_nanoseconds(void) { return clock_nanoseconds(CLOCK_MONOTONIC); }
uint64_t vt_realtime_nanoseconds(void) { return clock_nanoseconds(CLOCK_REALTIME); }

void vt_name_thread(const char *name) {
  char text[16];
  snprintf(text, sizeof text, "%s", name);
  pthread_setname_np(pthread_self(), text);
}

int vt_tun_open(const char *name) {
  int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0) return -errno;
  struct ifreq request;
  memset(&request, 0, sizeof request);
  request.ifr_flags = IFF_TUN | IFF_NO_PI;
  snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
  if (ioctl(fd, TUNSETIFF, &request) < 0) {
    int error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int vt_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0; }

int vt_write_file(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -errno;
  ssize_t written = write(fd, text, strlen(text));
  int error = errno;
  close(fd);
  return written < 0 ? -error : 0;
}

int vt_enter_network_namespace(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -errno;
  int result = setns(fd, CLONE_NEWNET) < 0 ? -errno : 0;
  close(fd);
  return result;
}

int vt_create_network_namespace(const char *directory, const char *path) {
  if (mkdir(directory, 0755) < 0 && errno != EEXIST) return -errno;
  // As iproute2 does: the directory is a shared mount, so that every mount namespace sees the names.
  bool is_mount = false;
  while (mount("", directory, "none", MS_SHARED | MS_REC, NULL) != 0) {
    if (errno != EINVAL || is_mount) return -errno;
    if (mount(directory, directory, "none", MS_BIND | MS_REC, NULL) != 0) return -errno;
    is_mount = true;
  }
  int fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
  if (fd < 0) return -errno;
  close(fd);
  if (unshare(CLONE_NEWNET) < 0) {
    int error = errno;
    unlink(path);
    return -error;
  }
  char own[64];
  snprintf(own, sizeof own, "/proc/self/task/%ld/ns/net", (long)syscall(SYS_gettid));
  if (mount(own, path, "none", MS_BIND, NULL) < 0) {
    int error = errno;
    unlink(path);
    return -error;
  }
  return 0;
}

int vt_delete_network_namespace(const char *path) {
  umount2(path, MNT_DETACH);
  return unlink(path) < 0 ? -errno : 0;
}

int vt_interface_index(const char *name) {
  unsigned index = if_nametoindex(name);
  return index == 0 ? -ENODEV : (int)index;
}

int vt_rtnetlink_request(const uint8_t *message, size_t length) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) return -errno;
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  int result = 0;
  if (sendto(fd, message, length, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) {
    result = -errno;
  } else {
    uint8_t reply[4096];
    ssize_t received;
    do {
      received = recv(fd, reply, sizeof reply, 0);
    } while (received < 0 && errno == EINTR);
    struct nlmsghdr header;
    struct nlmsgerr status;
    if (received < 0) {
      result = -errno;
    } else if ((size_t)received < sizeof header + sizeof status.error) {
      result = -EPROTO;
    } else {
      memcpy(&header, reply, sizeof header);
      memcpy(&status.error, reply + sizeof header, sizeof status.error);
      result = header.nlmsg_type == NLMSG_ERROR ? status.error : -EPROTO;
    }
  }
  close(fd);
  return result;
}
