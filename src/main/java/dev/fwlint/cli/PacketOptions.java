package dev.fwlint.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The parts of a packet as options; each is named like the packet's key. */
final class PacketOptions {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  Map<String, Object> fields() {
    return fields;
  }

  @Option(names = "--hook", paramLabel = "HOOK", description = "forward, input, output or arrive.")
  void hook(String value) {
    fields.put("hook", value);
  }

  @Option(names = "--in", paramLabel = "IFACE", description = "The interface it comes in by.")
  void in(String value) {
    fields.put("in", value);
  }

  @Option(names = "--out", paramLabel = "IFACE", description = "The interface it leaves by.")
  void out(String value) {
    fields.put("out", value);
  }

  @Option(names = "--src", paramLabel = "ADDRESS", description = "Where it comes from.")
  void source(String value) {
    fields.put("src", value);
  }

  @Option(names = "--dst", paramLabel = "ADDRESS", description = "Where it is sent to.")
  void destination(String value) {
    fields.put("dst", value);
  }

  @Option(names = "--proto", paramLabel = "NAME", description = "tcp unless said, or a number.")
  void protocol(String value) {
    fields.put("proto", value);
  }

  @Option(names = "--sport", paramLabel = "PORT", description = "40000 unless said.")
  void sourcePort(long value) {
    fields.put("sport", value);
  }

  @Option(names = "--dport", paramLabel = "PORT", description = "80 unless said.")
  void destinationPort(long value) {
    fields.put("dport", value);
  }

  @Option(names = "--flags", paramLabel = "FLAGS", description = "TCP flags such as SYN,ACK.")
  void flags(String value) {
    fields.put("flags", value);
  }

  @Option(names = "--icmp-type", paramLabel = "NUMBER", description = "8, or 128 in IPv6.")
  void icmpType(long value) {
    fields.put("icmp_type", value);
  }

  @Option(names = "--icmp-code", paramLabel = "NUMBER", description = "0 unless said.")
  void icmpCode(long value) {
    fields.put("icmp_code", value);
  }

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "NEW, ESTABLISHED, RELATED, INVALID or UNTRACKED.")
  void state(String value) {
    fields.put("state", value);
  }

  @Option(names = "--dir", paramLabel = "DIR", description = "ORIGINAL or REPLY.")
  void direction(String value) {
    fields.put("dir", value);
  }

  @Option(
      names = "--orig-dst",
      paramLabel = "ADDRESS",
      description = "What the connection's first packet was sent to.")
  void originalDestination(String value) {
    fields.put("orig_dst", value);
  }

  @Option(names = "--orig-dport", paramLabel = "PORT", description = "And to which port.")
  void originalDestinationPort(long value) {
    fields.put("orig_dport", value);
  }

  @Option(names = "--mark", paramLabel = "NUMBER", description = "The packet's mark on arrival.")
  void mark(String value) {
    fields.put("mark", number(value));
  }

  @Option(names = "--ctmark", paramLabel = "NUMBER", description = "The connection's mark.")
  void connMark(String value) {
    fields.put("ctmark", number(value));
  }

  @Option(names = "--ttl", paramLabel = "NUMBER", description = "64 unless said.")
  void ttl(long value) {
    fields.put("ttl", value);
  }

  @Option(names = "--length", paramLabel = "BYTES", description = "Of the whole IP packet.")
  void length(long value) {
    fields.put("length", value);
  }

  @Option(names = "--mac", paramLabel = "MAC", description = "The source MAC address.")
  void mac(String value) {
    fields.put("mac", value);
  }

  @Option(
      names = "--route",
      paramLabel = "NET=IFACE",
      description = "A route, such as 172.18.0.0/16=br-1; may be repeated.")
  void routes(List<String> values) {
    fields.put("routes", values.stream().map(PacketOptions::route).toList());
  }

  @Option(
      names = "--local",
      paramLabel = "ADDRESS",
      split = ",",
      description = "The host's own addresses.")
  void local(List<String> values) {
    fields.put("local", values);
  }

  private static List<String> route(String text) {
    List<String> parts = Arrays.asList(text.split("=", 2));
    if (parts.size() < 2) {
      throw new UsageException("--route takes NETWORK=INTERFACE, not " + Messages.quoted(text));
    }
    return parts;
  }

  private static Object number(String text) {
    return parse(text).<Object>map(number -> number).orElse(text);
  }

  /** Marks are written in hexadecimal as often as not. */
  private static Optional<Long> parse(String text) {
    try {
      return Optional.of(Long.decode(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
