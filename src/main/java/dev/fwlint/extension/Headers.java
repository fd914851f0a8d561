package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.Masked;
import dev.fwlint.extension.Value.Names;
import dev.fwlint.extension.Value.Range;
import dev.fwlint.extension.Value.Ranges;
import dev.fwlint.extension.Value.TcpFlags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Values that name what a header holds. */
final class Headers {
  private static final Map<String, Integer> FLAGS =
      Map.of("FIN", 1, "SYN", 2, "RST", 4, "PSH", 8, "ACK", 16, "URG", 32, "ALL", 63, "NONE", 0);

  private static final Map<String, Integer> TCP_OPTIONS =
      Map.of("wscale", 3, "mss", 2, "sack-permitted", 4, "sack", 5, "timestamp", 8, "md5", 19);

  /** By number; what stands for all and for none comes last. */
  private static final List<String> CHUNKS =
      Split.words(
          "DATA INIT INIT_ACK SACK HEARTBEAT HEARTBEAT_ACK ABORT SHUTDOWN SHUTDOWN_ACK ERROR"
              + " COOKIE_ECHO COOKIE_ACK ECN_ECNE ECN_CWR SHUTDOWN_COMPLETE I_DATA ASCONF_ACK"
              + " RE_CONFIG PAD FORWARD_TSN ASCONF I_FORWARD_TSN ALL NONE");

  private static final Map<String, String> CHUNK_FLAGS =
      Map.of("DATA", "IUBE", "I_DATA", "IUBE", "ABORT", "T", "SHUTDOWN_COMPLETE", "T");

  /** By number from 0, each with its short form. */
  private static final List<String> MH_TYPES =
      Split.words(
          "binding-refresh-request=brr home-test-init=hoti careof-test-init=coti home-test=hot"
              + " careof-test=cot binding-update=bu binding-acknowledgement=ba binding-error=be");

  private static final Map<String, Integer> TOS =
      Map.of(
          "Minimize-Delay", 0x10,
          "Maximize-Throughput", 0x08,
          "Maximize-Reliability", 0x04,
          "Minimize-Cost", 0x02,
          "Normal-Service", 0x00);

  private static final int TOS_NAMED_MASK = 0x3f;
  private static final int HEADER_OPTIONS_MOST = 16;

  private static final List<List<String>> V6_HEADERS =
      List.of(
          List.of("hop-by-hop", "hop", "0"),
          List.of("ipv6-opts", "dst", "60"),
          List.of("ipv6-route", "route", "43"),
          List.of("ipv6-frag", "frag", "44"),
          List.of("ah", "auth", "51"),
          List.of("esp", "50"),
          List.of("ipv6-nonxt", "none", "59"),
          List.of("protocol", "prot", "255"));

  private Headers() {}

  /** Flags with commas between, {@code ALL} or {@code NONE}. */
  static Value tcpFlags(String text, Scope scope) throws Refusal {
    int bits = 0;
    for (String part : Split.nonEmpty(text, ',')) {
      Integer flag = FLAGS.get(part.toUpperCase(Locale.ROOT));
      if (flag == null) {
        throw Refusal.because("%s is not a TCP flag".formatted(quoted(part)));
      }
      bits |= flag;
    }
    return new TcpFlags(bits);
  }

  private static final List<String> FLAGS_IN_ORDER = Split.words("FIN SYN RST PSH ACK URG");

  static String flags(TcpFlags flags) {
    String names =
        FLAGS_IN_ORDER.stream()
            .filter(name -> (flags.bits() & FLAGS.getOrDefault(name, 0)) != 0)
            .collect(Collectors.joining(","));
    return names.isEmpty() ? "NONE" : names;
  }

  /** TCP options by number or name; the ends of the list and NOP cannot be stripped. */
  static Value tcpOptions(String text, Scope scope) throws Refusal {
    List<Range> options = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Integer named = TCP_OPTIONS.get(part);
      options.add(Range.of(named != null ? named : Numbers.require(part, 2, 255)));
    }
    options.sort(Comparator.comparingLong(Range::from));
    return new Ranges(options);
  }

  /** SCTP chunk types, each perhaps with the letters of its flags. */
  static Value sctpChunks(String text, Scope scope) throws Refusal {
    List<String> chunks = new ArrayList<>();
    for (String part : Split.nonEmpty(text, ',')) {
      chunks.add(sctpChunk(part));
    }
    chunks.sort(Comparator.comparingInt(Headers::chunkNumber));
    return new Names(chunks);
  }

  private static String sctpChunk(String text) throws Refusal {
    int colon = text.indexOf(':');
    String name = (colon < 0 ? text : text.substring(0, colon)).toUpperCase(Locale.ROOT);
    if (!CHUNKS.contains(name)) {
      throw Refusal.because("%s is not an SCTP chunk type".formatted(quoted(text)));
    }
    String flags = colon < 0 ? "" : text.substring(colon + 1);
    String known = CHUNK_FLAGS.getOrDefault(name, "");
    if (flags.chars().anyMatch(flag -> known.indexOf(Character.toUpperCase(flag)) < 0)) {
      throw Refusal.because("%s has a flag that such a chunk has not".formatted(quoted(text)));
    }
    String sorted =
        known
            .chars()
            .flatMap(flag -> flags.chars().filter(f -> Character.toUpperCase(f) == flag).limit(1))
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return sorted.isEmpty() ? name : name + ":" + sorted;
  }

  private static int chunkNumber(String chunk) {
    int colon = chunk.indexOf(':');
    return CHUNKS.indexOf(colon < 0 ? chunk : chunk.substring(0, colon));
  }

  /** {@code type[:type]} of the mobility header. */
  static Value mhTypes(String text, Scope scope) throws Refusal {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return Range.of(mhType(text));
    }
    String to = text.substring(colon + 1);
    Range range =
        new Range(
            colon == 0 ? 0 : mhType(text.substring(0, colon)), to.isEmpty() ? 255 : mhType(to));
    if (range.from() > range.to()) {
      throw Refusal.because("the range %s ends before it begins".formatted(quoted(text)));
    }
    return range;
  }

  private static long mhType(String text) throws Refusal {
    for (int i = 0; i < MH_TYPES.size() && !text.isEmpty(); i++) {
      List<String> names = Split.nonEmpty(MH_TYPES.get(i), '=');
      if (names.getFirst().startsWith(text.toLowerCase(Locale.ROOT))
          || names.getLast().equalsIgnoreCase(text)) {
        return i;
      }
    }
    return Numbers.require(text, 0, 255);
  }

  /** Extension headers of IPv6 by long or short name or by number. */
  static Value v6Headers(String text, Scope scope) throws Refusal {
    Set<String> given = new HashSet<>();
    for (String part : Split.nonEmpty(text, ',')) {
      given.add(v6Header(part));
    }
    if (given.isEmpty()) {
      throw Refusal.because("%s names no header".formatted(quoted(text)));
    }
    return new Names(V6_HEADERS.stream().map(List::getFirst).filter(given::contains).toList());
  }

  private static String v6Header(String text) throws Refusal {
    for (List<String> names : V6_HEADERS) {
      if (names.contains(text)) {
        return names.getFirst();
      }
    }
    throw Refusal.because("%s is not an IPv6 header".formatted(quoted(text)));
  }

  /** Up to 16 of {@code type[:length]}, commas between. */
  static Value options(String text, Scope scope) throws Refusal {
    List<String> options = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      long type = number(colon < 0 ? part : part.substring(0, colon));
      long length = colon < 0 ? 0xff : number(part.substring(colon + 1));
      options.add(length == 0xff ? String.valueOf(type) : type + ":" + length);
    }
    if (options.size() > HEADER_OPTIONS_MOST) {
      throw Refusal.because(
          "%s has more than %d parts".formatted(quoted(text), HEADER_OPTIONS_MOST));
    }
    return new Names(options);
  }

  /** Both are kept in a byte; a length of all ones is none. */
  private static long number(String text) throws Refusal {
    return Numbers.require(text, 0, 0xffff_ffffL) & 0xff;
  }

  static String tosText(Value value) {
    return value instanceof Masked(long number, long mask)
        ? Numbers.hexadecimal(number, 2) + "/" + Numbers.hexadecimal(mask, 2)
        : Written.plain(value);
  }

  /** {@code value[/mask]} or a name of RFC 1349. */
  static Value tos(String text, Scope scope) throws Refusal {
    for (Map.Entry<String, Integer> named : TOS.entrySet()) {
      if (named.getKey().equalsIgnoreCase(text)) {
        return new Masked(named.getValue(), TOS_NAMED_MASK);
      }
    }
    int slash = text.indexOf('/');
    long value = Numbers.require(slash < 0 ? text : text.substring(0, slash), 0, 255);
    return new Masked(value, slash < 0 ? 255 : Numbers.require(text.substring(slash + 1), 0, 255));
  }

  /** A DiffServ class of RFC 2474, 2597 and 3246. */
  static Value dscpClass(String text, Scope scope) throws Refusal {
    String name = text.toUpperCase(Locale.ROOT);
    if (name.matches("CS[0-7]")) {
      return Range.of(8L * (name.charAt(2) - '0'));
    }
    if (name.matches("AF[1-4][1-3]")) {
      return Range.of(8L * (name.charAt(2) - '0') + 2L * (name.charAt(3) - '0'));
    }
    return switch (name) {
      case "BE" -> Range.of(0);
      case "EF" -> Range.of(0x2e);
      default -> throw Refusal.because("%s is not a DSCP class".formatted(quoted(text)));
    };
  }

  /** A segment size that leaves room for the headers. */
  static Value mss(String text, Scope scope) throws Refusal {
    return Range.of(Numbers.require(text, 0, scope.family() == Family.IPV4 ? 65_515 : 65_495));
  }
}
