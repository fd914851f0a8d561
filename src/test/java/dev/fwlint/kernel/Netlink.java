package dev.fwlint.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Requests to netfilter over netlink, and what answers them (linux/netlink.h, nfnetlink.h). */
final class Netlink implements AutoCloseable {
  private static final int REQUEST = 1;
  private static final int ACKNOWLEDGE = 4;
  private static final int DUMP = 0x300;
  private static final int ERROR = 2;
  private static final int DONE = 3;
  private static final int HEADER = 16;
  private static final int NETFILTER_HEADER = HEADER + 4;
  private static final int ATTRIBUTE_TYPE = 0x3fff;
  private static final int PATIENCE = 1_000;

  private final RawSocket socket = RawSocket.netfilter();

  /** Asks for something to be done, and fails where it is not. */
  void request(int type, int flags, int family, Attributes attributes) {
    send(type, REQUEST | ACKNOWLEDGE | flags, family, attributes);
    receive(message -> {}, type);
  }

  /** All that there is of a kind: each thing's attributes by their types. */
  List<Map<Integer, ByteBuffer>> dump(int type, int family) {
    List<Map<Integer, ByteBuffer>> all = new ArrayList<>();
    send(type, REQUEST | DUMP, family, new Attributes());
    boolean more = true;
    while (more) {
      more = receive(message -> all.add(attributes(message)), type);
    }
    return all;
  }

  private void send(int type, int flags, int family, Attributes attributes) {
    byte[] body = attributes.bytes();
    ByteBuffer message =
        ByteBuffer.allocate(NETFILTER_HEADER + body.length)
            .order(ByteOrder.nativeOrder())
            .putInt(NETFILTER_HEADER + body.length)
            .putShort((short) type)
            .putShort((short) flags)
            .putInt(0)
            .putInt(0)
            .put((byte) family)
            .put((byte) 0)
            .putShort((short) 0)
            .put(body);
    byte[] kernel =
        ByteBuffer.allocate(12).order(ByteOrder.nativeOrder()).putShort((short) 16).array();
    socket.send(message.array(), kernel);
  }

  /** Whether more is to come. */
  private boolean receive(Consumer<ByteBuffer> things, int request) {
    socket.await(PATIENCE);
    ByteBuffer read =
        ByteBuffer.wrap(socket.receive().orElseThrow().data()).order(ByteOrder.nativeOrder());
    while (read.remaining() >= HEADER) {
      int at = read.position();
      int length = read.getInt(at);
      int type = read.getShort(at + 4);
      if (type == DONE) {
        return false;
      }
      if (type == ERROR) {
        int errno = -read.getInt(at + HEADER);
        if (errno != 0) {
          throw new Libc.Failure("netlink " + request, errno);
        }
        return false;
      }
      things.accept(read.slice(at + NETFILTER_HEADER, length - NETFILTER_HEADER));
      read.position(Math.min(read.limit(), at + (length + 3 & ~3)));
    }
    return true;
  }

  /** Of attributes of the same type, the last. */
  static Map<Integer, ByteBuffer> attributes(ByteBuffer bytes) {
    Map<Integer, ByteBuffer> attributes = new HashMap<>();
    each(bytes, (type, value) -> attributes.put(type, value));
    return attributes;
  }

  /** The attributes of a list, which are all of one type. */
  static List<ByteBuffer> list(ByteBuffer bytes) {
    List<ByteBuffer> values = new ArrayList<>();
    each(bytes, (type, value) -> values.add(value));
    return values;
  }

  private interface Attribute {
    void take(int type, ByteBuffer value);
  }

  private static void each(ByteBuffer bytes, Attribute attribute) {
    ByteBuffer read = bytes.duplicate().order(ByteOrder.nativeOrder());
    int at = 0;
    while (at + 4 <= read.limit()) {
      int length = read.getShort(at) & 0xffff;
      int type = read.getShort(at + 2) & ATTRIBUTE_TYPE;
      attribute.take(type, read.slice(at + 4, length - 4).order(ByteOrder.BIG_ENDIAN));
      at += length + 3 & ~3;
    }
  }

  static String text(ByteBuffer value) {
    byte[] bytes = new byte[value.limit() - 1];
    value.get(0, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    socket.close();
  }
}
