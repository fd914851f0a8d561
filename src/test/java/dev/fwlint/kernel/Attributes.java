package dev.fwlint.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Netlink attributes: numbers are big-endian in netfilter's, lengths and types native. */
final class Attributes {
  private static final int NESTED = 0x8000;
  private static final int HEADER = 4;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Attributes put(int type, byte[] value) {
    bytes.writeBytes(
        ByteBuffer.allocate(HEADER)
            .order(ByteOrder.nativeOrder())
            .putShort((short) (HEADER + value.length))
            .putShort((short) type)
            .array());
    bytes.writeBytes(value);
    bytes.writeBytes(new byte[-value.length & 3]);
    return this;
  }

  Attributes put(int type, Attributes nested) {
    return put(type | NESTED, nested.bytes());
  }

  Attributes put8(int type, int value) {
    return put(type, new byte[] {(byte) value});
  }

  Attributes put16(int type, int value) {
    return put(type, ByteBuffer.allocate(2).putShort((short) value).array());
  }

  Attributes put32(int type, long value) {
    return put(type, ByteBuffer.allocate(4).putInt((int) value).array());
  }

  Attributes putText(int type, String value) {
    return put(type, (value + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
