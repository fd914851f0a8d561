package dev.fwlint.kernel;

import dev.fwlint.ast.Family;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A socket of a kind that Java does not have, in the network namespace of the thread that opens it.
 */
final class RawSocket implements AutoCloseable {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_PACKET = 17;

  private static final int AF_NETLINK = 16;
  private static final int NETLINK_NETFILTER = 12;
  private static final int SOCK_RAW = 3;
  private static final int IPPROTO_RAW = 255;
  private static final int SOL_RAW = 255;
  private static final int IPV6_CHECKSUM = 7;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_MARK = 36;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int ETH_P_ALL = 3;
  private static final int MSG_DONTWAIT = 0x40;
  private static final short POLLIN = 1;
  private static final int ADDRESS_BYTES = 32;
  private static final int MOST_BYTES = 1 << 17;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment buffer = arena.allocate(MOST_BYTES, 8);
  private final MemorySegment peer = arena.allocate(ADDRESS_BYTES, 8);
  private final MemorySegment number = arena.allocate(8, 8);
  private final int descriptor;
  private long mark;

  /** What came in: the bytes, and the socket address that it came from. */
  record Received(byte[] data, byte[] from) {}

  private RawSocket(int domain, int protocol) {
    descriptor = Libc.call("socket", domain, SOCK_RAW, protocol);
  }

  /** Sends frames by any interface, and receives none. */
  static RawSocket sendingFrames() {
    return new RawSocket(AF_PACKET, 0);
  }

  /** Receives every frame that comes in by any interface of the namespace. */
  static RawSocket receivingFrames() {
    RawSocket socket = new RawSocket(AF_PACKET, bigEndian(ETH_P_ALL));
    socket.option(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
    socket.option(SOL_SOCKET, SO_RCVBUF, 1 << 22);
    return socket;
  }

  /** Sends IP packets whose header is made by hand, the way that a program of this host does. */
  static RawSocket sendingPackets(Family family) {
    return new RawSocket(domain(family), IPPROTO_RAW);
  }

  /** Receives the packets of a protocol that are delivered to this host. */
  static RawSocket receivingPackets(Family family, int protocol) {
    RawSocket socket = new RawSocket(domain(family), protocol);
    if (family == Family.IPV6) {
      socket.option(SOL_RAW, IPV6_CHECKSUM, -1);
    }
    return socket;
  }

  static RawSocket netfilter() {
    return new RawSocket(AF_NETLINK, NETLINK_NETFILTER);
  }

  private static int domain(Family family) {
    return family == Family.IPV4 ? AF_INET : AF_INET6;
  }

  /** The mark of the packets sent from now on. */
  void mark(long wanted) {
    if (wanted != mark) {
      option(SOL_SOCKET, SO_MARK, (int) wanted);
      mark = wanted;
    }
  }

  private void option(int level, int name, int value) {
    number.set(ValueLayout.JAVA_INT, 0, value);
    Libc.call("setsockopt", descriptor, level, name, number, 4);
  }

  /** The answer to a question that is asked by getsockopt, as long as the question. */
  byte[] ask(int level, int name, byte[] question) {
    try (Arena answer = Arena.ofConfined()) {
      MemorySegment bytes = answer.allocate(question.length, 8);
      MemorySegment.copy(question, 0, bytes, ValueLayout.JAVA_BYTE, 0, question.length);
      number.set(ValueLayout.JAVA_INT, 0, question.length);
      Libc.call("getsockopt", descriptor, level, name, bytes, number);
      return bytes.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  void send(byte[] data, byte[] to) {
    MemorySegment.copy(data, 0, buffer, ValueLayout.JAVA_BYTE, 0, data.length);
    MemorySegment.copy(to, 0, peer, ValueLayout.JAVA_BYTE, 0, to.length);
    Libc.call("sendto", descriptor, buffer, (long) data.length, 0, peer, to.length);
  }

  /** What has come in; nothing where nothing waits. */
  Optional<Received> receive() {
    number.set(ValueLayout.JAVA_INT, 0, ADDRESS_BYTES);
    try {
      int length =
          Libc.call("recvfrom", descriptor, buffer, buffer.byteSize(), MSG_DONTWAIT, peer, number);
      byte[] data = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
      return Optional.of(new Received(data, peer.toArray(ValueLayout.JAVA_BYTE)));
    } catch (Libc.Failure failure) {
      if (failure.errno() == Libc.EAGAIN) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Waits until something has come in. */
  boolean await(int milliseconds) {
    number.set(ValueLayout.JAVA_INT, 0, descriptor);
    number.set(ValueLayout.JAVA_INT, 4, POLLIN);
    return Libc.call("poll", number, 1L, milliseconds) > 0;
  }

  /** The socket address of an interface, for frames. */
  static byte[] linkAddress(int index) {
    return ByteBuffer.allocate(20)
        .order(ByteOrder.nativeOrder())
        .putShort((short) AF_PACKET)
        .putShort((short) 0)
        .putInt(index)
        .array();
  }

  /** The number of the interface that a frame came in by. */
  static int linkIndex(byte[] linkAddress) {
    return ByteBuffer.wrap(linkAddress).order(ByteOrder.nativeOrder()).getInt(4);
  }

  static int bigEndian(int number) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return little ? Short.reverseBytes((short) number) & 0xffff : number;
  }

  @Override
  public void close() {
    Libc.call("close", descriptor);
    arena.close();
  }
}
