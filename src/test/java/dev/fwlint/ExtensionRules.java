package dev.fwlint;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Extension;
import dev.fwlint.extension.Extension.Choice;
import dev.fwlint.extension.Extension.Choice.Many;
import dev.fwlint.extension.HookPoint;
import dev.fwlint.extension.OptionKind;
import dev.fwlint.extension.ValueKind;
import dev.fwlint.model.BuiltIn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Random rules with one match or target each, where it is legal, of all that its table declares.
 */
final class ExtensionRules {
  private final Random random;
  private final Family family;

  ExtensionRules(Random random, Family family) {
    this.random = random;
    this.family = family;
  }

  /** A rule and where it may stand. */
  record Rule(String table, String chain, String text) {}

  Rule of(Extension extension) {
    List<String> tables = new ArrayList<>(new TreeSet<>(extension.tables()));
    if (tables.isEmpty()) {
      tables.addAll(List.of("filter", "mangle", "raw"));
    }
    String table = one(tables);
    List<String> chains =
        BuiltIn.chains(table).stream()
            .map(Enum::name)
            .filter(chain ->
                extension.hooks().isEmpty() || extension.hooks().contains(HookPoint.valueOf(chain)))
            .toList();
    return chains.isEmpty() ? of(extension) : new Rule(table, one(chains), text(extension));
  }

  private String text(Extension extension) {
    StringBuilder text = new StringBuilder();
    Set<Integer> protocols = new TreeSet<>(extension.protocols());
    if (protocols.isEmpty() && random.nextInt(3) == 0) {
      protocols.add(6);
    }
    if (!protocols.isEmpty()) {
      text.append("-p ").append(one(List.copyOf(protocols))).append(' ');
    }
    if (extension.name().equals("TCPMSS")) {
      text.append("--syn ");
    }
    text.append(extension.kind() == Extension.Kind.MATCH ? "-m " : "-j ").append(extension.name());
    options(extension).forEach(option -> text.append(option(option)));
    return text.toString();
  }

  private List<OptionKind> options(Extension extension) {
    List<OptionKind> options = new ArrayList<>(extension.options());
    boolean many = random.nextBoolean();
    options.removeIf(kind -> !kind.required() && random.nextInt(many ? 2 : 5) > 0);
    for (Choice choice : extension.choices()) {
      choose(extension, choice, options);
    }
    if (random.nextInt(2) == 0) {
      Collections.shuffle(options, random);
    }
    return options;
  }

  /** Leaves at most one of what goes alone, and adds one where one is needed. */
  private void choose(Extension extension, Choice choice, List<OptionKind> options) {
    List<OptionKind> these =
        extension.options().stream()
            .filter(kind -> choice.options().isEmpty() || choice.options().contains(kind.name()))
            .toList();
    boolean none = options.stream().noneMatch(these::contains);
    if (choice.many() != Many.AT_LEAST_ONE) {
      options.removeAll(these);
    }
    boolean needed = choice.many() == Many.EXACTLY_ONE || (!none && !options.containsAll(these));
    if (needed || (none && choice.many() != Many.AT_MOST_ONE)) {
      OptionKind kind = one(these);
      options.remove(kind);
      options.add(kind);
    }
  }

  private String option(OptionKind kind) {
    StringBuilder text = new StringBuilder(" ");
    if (kind.negatable() && random.nextInt(4) == 0) {
      text.append("! ");
    }
    text.append("--").append(one(kind.spellings()));
    for (ValueKind value : kind.values()) {
      if (!value.optional() || random.nextBoolean()) {
        text.append(' ').append(value(value.toString()));
      }
    }
    return text.toString();
  }

  private String value(String notation) {
    int open = notation.indexOf('(');
    String name = open < 0 ? notation : notation.substring(0, open);
    String inside = open < 0 ? "" : notation.substring(open + 1, notation.length() - 1);
    return switch (name) {
      case "exact", "name", "prefix", "words", "exacts", "names", "types" -> words(name, inside);
      case "u8", "u16", "u32", "u64", "hex", "hex2", "hex4", "hex8" -> number(inside);
      default -> v(name);
    };
  }

  private String words(String comparison, String inside) {
    List<String> words =
        List.of(inside.split(",")).stream().map(word -> one(List.of(word.split("=")))).toList();
    if (!comparison.endsWith("s")) {
      return one(words);
    }
    List<String> some = new ArrayList<>(words);
    Collections.shuffle(some, random);
    return String.join(",", some.subList(0, 1 + random.nextInt(some.size())));
  }

  private String number(String inside) {
    int dots = inside.indexOf("..");
    String min = dots <= 0 ? "0" : inside.substring(0, dots);
    String max = inside.substring(dots < 0 ? 0 : dots + 2);
    List<String> numbers =
        new ArrayList<>(List.of("1", "2", "0x3", "010", "5", "40", "200", "255"));
    numbers.add(min);
    numbers.add(max.isEmpty() ? "1000" : max);
    return one(numbers);
  }

  private String v(String name) {
    boolean v4 = family == Family.IPV4;
    return switch (name) {
      case "text", "quoted", "cut" ->
          one(
              "abc",
              "\"a b\"",
              "a-b_C9",
              "\"it's\"",
              "\"q\\\"q\"",
              "a.b",
              "\"back\\\\slash\"",
              "é",
              "\"a\\\\\"");
      case "bare" -> one("abc", "a.b", "x-y", "foo", "bar");
      case "u16:u16", "u32:u32" -> one("5", "5:7", ":7", "5:", ":", "0:0", "7:9", "0");
      case "u64:" -> one("5", "5:7", ":7", "5:", ":", "7:7", "7:9", "0");
      case "low8", "low16" -> number("");
      case "u32/u32", "mark/mask", "group" ->
          one("5", "0x10/0xff", "0", "7/3", "0xffffffff/0xffffffff", "1/0");
      case "ports" -> one("80", "http", "5:7", ":7", "5:", "0:65535", "7:5", "0");
      case "tcp-ports", "sctp-ports" -> one("80", "5:7", ":7", "5:", "0:65535", "0");
      case "port" -> one("80", "http", "0", "65535");
      case "port-list" -> one("80", "http,5:7", "1,2,3", "0:65535");
      case "tcp-flags" -> one("SYN", "ALL", "NONE", "fin,syn", "URG,PSH,ACK");
      case "tcp-options" -> one("mss", "2,3,4", "sack,timestamp", "255,7");
      case "host" ->
          v4 ? one("192.0.2.1", "10.1", "255.255.0.0") : one("2001:db8::1", "::", "ffff::");
      case "network", "network/length", "own-network" ->
          v4
              ? one(
                  "192.0.2.1",
                  "192.0.2.1/24",
                  "192.0.2.1/255.255.0.0",
                  "0/0",
                  "1.2.3.4/255.0.255.0")
              : one(
                  "2001:db8::1",
                  "2001:db8::1/64",
                  "::/0",
                  "::ffff:1.2.3.4/128",
                  "1:0:0:2::/ffff::");
      case "prefix-network" -> one("2001:db8::/64", "fd00:1::/48", "2001:db8::5/64");
      case "mask", "prefix-length" ->
          v4 ? one("24", "32", "0", "255.255.0.0") : one("64", "128", "0", "ffff::");
      case "address-range" ->
          v4 ? one("192.0.2.1", "192.0.2.1-192.0.2.9") : one("::5", "::1-2001:db8::");
      case "v6-list" -> one("::1", "::1,2001:db8::1");
      case "nat" ->
          v4
              ? one(
                  "192.0.2.1",
                  "192.0.2.1-192.0.2.9",
                  "192.0.2.1:80",
                  "192.0.2.1-192.0.2.9:80-90",
                  ":80",
                  "192.0.2.1:80-80")
              : one(
                  "2001:db8::1", "::1-::9", "[2001:db8::1]:80", "[::1-::9]:80-90", ":80", "[::1]");
      case "nat-ports" -> one("80", "80-90", "http", "0");
      case "protocol" -> one("tcp", "17", "sctp", "0", "200", "icmp");
      case "protocol-name" -> one("esp", "ah", "ipcomp", "50", "51");
      case "device" -> one("eth0", "eth+", "+", "br-1.5");
      case "mac", "upper-mac" -> one("02:00:00:00:00:01", "a:B:c:1:2:3", "FF:ff:00:00:00:00");
      case "icmp-type" ->
          v4 ? one("any", "8", "3/1", "echo-request", "255/3") : one("128", "1/3", "ping", "255");
      case "sctp-chunks" ->
          one(
              "DATA",
              "data,init",
              "ABORT:T,DATA:IuB",
              "ALL",
              "NONE",
              "SHUTDOWN_COMPLETE:t,ASCONF_ACK,ASCONF,PAD",
              "DATA:BEu");
      case "mh-types" -> one("brr", "bu:be", "0:255", "5", "7:", ":5");
      case "v6-headers" -> one("hop", "hop,dst,route,frag,auth,esp,none,prot", "prot,hop", "43,ah");
      case "header-options" -> one("1", "1:2", "1,2:3,4:0", "0x10:255");
      case "tos" -> one("0x10", "16/3", "Minimize-Delay", "0", "Normal-Service");
      case "dscp-class" -> one("EF", "cs1", "AF11", "BE");
      case "u32-tests" ->
          one(
              "0=0",
              "\"0 >> 22 & 0x3C @ 12 & 0xff = 1,2:5 && 4=7\"",
              "\"6&0xFF=6:6\"",
              "4&0x1FFF=0&&0>>22&0x3C@4=0x29",
              "5=0:");
      case "mss" -> one("536", "1460", "0");
      case "log-level" -> one("4", "debug", "emerg", "0", "warning", "7");
      case "owner" -> one("root", "0", "1000", "5-7", "5:7", "9-9");
      case "label" -> one("0", "40", "127");
      case "class" -> one("1:ffff", "0:0", "0x10:0x2", "ABC:d");
      case "zone" -> one("0", "5", "65535", "mark");
      case "hex-string" -> one("abc", "\"GET|20 2f|x\"", "|00|", "\"|61|b\"", "\"|0d0a|\"");
      case "bytecode" -> one("\"4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0\"", "\"1,6  0 0 1\"");
      case "set-flags" -> one("src", "dst", "src,dst");
      case "hmark-tuple" -> one("src", "src,dst,sport,dport,proto", "ct", "ct,spi", "dst,proto");
      case "led-delay" -> one("0", "42", "inf");
      case "rate" ->
          one(
              "5/sec",
              "5/minute",
              "120/m",
              "7/hour",
              "25/day",
              "3333",
              "3600/hour",
              "10000/s",
              "61/min",
              "1/d");
      case "byte-rate" ->
          one(
              "5/sec",
              "120/m",
              "7/hour",
              "25/day",
              "999999/s",
              "512kb/s",
              "3mb/s",
              "1000b/s",
              "1025b/s",
              "17kb/s",
              "60/min");
      case "burst" -> one("5", "1", "1mb", "7mb", "700kb", "10000000", "4194304");
      case "interval" -> one("1", "10");
      case "bit-rate" ->
          one("8bit", "5kbit", "1.5mbit", "3gbit", "1kibit", "5kbps", "7", "123456bit", "12bit");
      case "duration" ->
          one("250ms", "500ms", "1s", "2s", "8s", "16s", "3s", "0.3s", "64s", "300000us", "700000");
      case "fraction" -> one("0.5", "0.3", "1", "0", "0.01", "0.333333", "1e-3");
      case "date" ->
          one(
              "2020",
              "2020-02-31",
              "2038-01-19T03:14:07",
              "1970-01-02",
              "2020-05-06T07:08",
              "2020-0-0");
      case "time-of-day" -> one("00:00", "10:00", "23:59:59", "01:02:03", "9:5");
      case "weekdays" -> one("Mon", "1,7", "Tue,Mon", "1,2,3,4,5,6", "Sun,8");
      case "monthdays" -> one("1", "31,1", "5,5,7");
      default -> throw new IllegalStateException("no values for " + name);
    };
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
