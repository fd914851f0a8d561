package dev.fwlint.reach;

import dev.fwlint.ast.Family;
import dev.fwlint.model.Facts;
import dev.fwlint.model.FactsFormatException;
import dev.fwlint.model.IpSetReader;
import dev.fwlint.model.IpSets;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Makes small rulesets about few things each, so that their rules meet, and many of them are dead.
 */
final class RandomRulesets {
  /** What the rules of one ruleset are about. */
  private enum Topic {
    SOURCE,
    DESTINATION,
    RANGE,
    INTERFACES,
    PORTS,
    MANY_PORTS,
    ICMP,
    FLAGS,
    STATE,
    TRANSLATION,
    MARK,
    CONNECTION_MARK,
    TTL,
    SET,
    CHANCE
  }

  private final Random random;
  private final Family family;
  private final List<Topic> topics;

  /** Whether marks are asked for bit by bit. */
  private final boolean bits;

  private final int salt;

  /** Whether rules may give packets a template's connection. */
  private final boolean templates;

  RandomRulesets(long seed) {
    random = new Random(seed);
    family = random.nextInt(3) == 0 ? Family.IPV6 : Family.IPV4;
    List<Topic> all = new ArrayList<>(List.of(Topic.values()));
    Collections.shuffle(all, random);
    topics = all.subList(0, 2 + random.nextInt(2));
    bits = random.nextBoolean();
    salt = random.nextInt(60);
    templates = one(1, 6);
  }

  Family family() {
    return family;
  }

  private boolean knowsSets() {
    return salt % 2 == 0;
  }

  /** The sets that may be known: few networks, ports of hosts, and interfaces. */
  Facts facts() {
    if (!knowsSets()) {
      return Facts.NONE;
    }
    try {
      IpSets known = IpSetReader.read(new SourceFile("sets", sets()));
      return Facts.NONE.withSets(Optional.of(known));
    } catch (FactsFormatException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private String sets() {
    boolean v4 = family == Family.IPV4;
    StringBuilder text = new StringBuilder();
    String of = v4 ? " family inet\n" : " family inet6\n";
    text.append("create nets hash:net").append(of);
    for (String network : v4 ? V4_NETWORKS : V6_NETWORKS) {
      if ((salt + network.length()) % 3 > 0) {
        text.append("add nets ").append(network);
        text.append(v4 && salt % 4 == 0 && network.length() > 10 ? " nomatch\n" : "\n");
      }
    }
    text.append("create pairs hash:ip,port").append(of);
    for (String port : List.of("tcp:22", "udp:80", v4 ? "icmp:8/0" : "icmpv6:128/0")) {
      text.append("add pairs ")
          .append(v4 ? "10.1.2.3," : "2001:db8:1::3,")
          .append(port)
          .append('\n');
    }
    text.append("add pairs ").append(v4 ? "192.0.2.9" : "fd00::9").append(",tcp:22\n");
    text.append("create devices hash:net,iface").append(of);
    text.append(v4 ? "add devices 10.0.0.0/8,eth0\n" : "add devices 2001:db8::/32,eth0\n");
    text.append(v4 ? "add devices 10.1.0.0/16,br0\n" : "add devices 2001:db8:1::/48,br0\n");
    text.append("create all list:set\nadd all nets\nadd all pairs\n");
    return text.toString();
  }

  private static final List<String> V4_NETWORKS =
      List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "192.0.2.0/25");

  private static final List<String> V6_NETWORKS =
      List.of("2001:db8::/32", "2001:db8:1::/48", "2001:db8:1::3", "2001:db8:1::9", "fd00::/8");

  /**
   * Whether rules may match or not, or not see what they ask for: what such a rule changes is not
   * known to the engine any more, and so it may miss a dead one.
   */
  boolean leavesOpen() {
    return topics.contains(Topic.SET) || topics.contains(Topic.CHANCE) || templates;
  }

  String make() {
    StringBuilder text = new StringBuilder();
    boolean nat = topics.contains(Topic.TRANSLATION) || topics.contains(Topic.DESTINATION);
    if (one(8, 10)) {
      table(text, "raw", List.of("PREROUTING", "OUTPUT"), 1);
    }
    if (one(9, 10)) {
      table(text, "mangle", List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"), 2);
    }
    if (one(9, 10)) {
      table(
          text,
          "nat",
          List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
          nat ? 2 : random.nextInt(2));
    }
    table(text, "filter", List.of("INPUT", "FORWARD", "OUTPUT"), 6);
    if (one(1, 5)) {
      table(text, "security", List.of("INPUT", "FORWARD", "OUTPUT"), 2);
    }
    return text.toString();
  }

  private boolean one(int times, int in) {
    return random.nextInt(in) < times;
  }

  /** One of two, the same two throughout a ruleset. */
  private String few(String... texts) {
    return texts[(salt + random.nextInt(2)) % texts.length];
  }

  private String any(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private void table(StringBuilder text, String table, List<String> chains, int rules) {
    text.append('*').append(table).append('\n');
    for (String chain : chains) {
      boolean drops = !table.equals("nat") && one(1, 12);
      text.append(":%s %s [0:0]%n".formatted(chain, drops ? "DROP" : "ACCEPT"));
    }
    List<String> own = rules > 1 && !table.equals("nat") ? List.of("a", "b") : List.of();
    own.forEach(chain -> text.append(":%s - [0:0]%n".formatted(chain)));
    // most rules in few chains
    int from = random.nextInt(chains.size());
    for (int i = 0; i < 2; i++) {
      String chain = chains.get((from + i * random.nextInt(3)) % chains.size());
      rules(text, table, chain, own, rules);
    }
    for (String chain : own) {
      if (one(2, 3)) {
        text.append("-A ").append(chains.get(from));
        condition(text, chains.get(from), topics.getFirst());
        text.append(" -j ").append(chain).append('\n');
      }
    }
    for (int i = 0; i < own.size(); i++) {
      rules(text, table, own.get(i), own.subList(i + 1, own.size()), 2);
    }
    text.append("COMMIT\n");
  }

  private void rules(StringBuilder text, String table, String chain, List<String> own, int most) {
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      text.append("-A ").append(chain);
      int conditions = one(1, 6) ? 0 : 1 + random.nextInt(2);
      for (int n = 0; n < conditions; n++) {
        condition(text, chain, topics.get(random.nextInt(topics.size())));
      }
      target(text, table, chain, own);
      text.append('\n');
    }
  }

  private String not() {
    return one(1, 4) ? " !" : "";
  }

  /** One at most of each kind, as iptables has it. */
  private void condition(StringBuilder text, String chain, Topic topic) {
    String rule = text.substring(text.lastIndexOf("\n") + 1);
    switch (topic) {
      case SOURCE -> unless(text, rule, " -s ", not() + " -s " + network());
      case DESTINATION -> unless(text, rule, " -d ", not() + " -d " + network());
      case RANGE -> unless(text, rule, "iprange", " -m iprange" + not() + range());
      case INTERFACES -> name(text, rule, chain);
      case PORTS ->
          unless(text, rule, " -p ", transport() + not() + any(" --dport ", " --sport ") + ports());
      case MANY_PORTS ->
          unless(
              text,
              rule,
              " -p ",
              any(" -p tcp", " -p udp")
                  + " -m multiport"
                  + not()
                  + any(" --dports ", " --sports ", " --ports ")
                  + few("22,80", "22,80:90", "22,80"));
      case ICMP -> unless(text, rule, " -p ", icmp());
      case FLAGS ->
          unless(
              text,
              rule,
              " -p ",
              " -p tcp -m tcp"
                  + not()
                  + " --tcp-flags "
                  + few("SYN,ACK SYN", "FIN,SYN,RST,ACK SYN", "RST RST", "SYN,ACK ACK"));
      case STATE ->
          text.append(" -m conntrack")
              .append(not())
              .append(" --ctstate ")
              .append(
                  any("NEW", "ESTABLISHED", "RELATED,ESTABLISHED", "INVALID", "INVALID,UNTRACKED"));
      case TRANSLATION ->
          text.append(" -m conntrack")
              .append(
                  one(1, 4)
                      ? " --ctdir " + any("ORIGINAL", "REPLY")
                      : not() + " --ctstate " + any("DNAT", "SNAT", "NEW,DNAT"));
      case MARK -> text.append(" -m mark").append(not()).append(" --mark ").append(mark());
      case CONNECTION_MARK ->
          text.append(" -m connmark").append(not()).append(" --mark ").append(mark());
      case TTL -> {
        boolean v4 = family == Family.IPV4;
        text.append(v4 ? " -m ttl --ttl-" : " -m hl --hl-").append(any("eq 64", "lt 64", "gt 63"));
      }
      case SET ->
          text.append(" -m set")
              .append(not())
              .append(" --match-set ")
              .append(question(any("x src", "x dst", "y src")));
      case CHANCE ->
          text.append(
              any(
                  " -m limit --limit 1/s",
                  " -m statistic --mode random --probability 0.5",
                  " -m recent --rcheck --name r"));
    }
  }

  /** What stands for a question about an unknown set where the sets are known. */
  private String question(String unknown) {
    if (!knowsSets()) {
      return unknown;
    }
    return switch (unknown) {
      case "x src" -> "nets src";
      case "x dst" -> salt % 4 == 0 ? "nets dst" : "pairs src,dst";
      default -> salt % 4 == 0 ? "devices src,src" : "all src,dst";
    };
  }

  private static void unless(StringBuilder text, String rule, String has, String condition) {
    if (!rule.contains(has)) {
      text.append(condition);
    }
  }

  private void name(StringBuilder text, String rule, String chain) {
    boolean in = !List.of("OUTPUT", "POSTROUTING").contains(chain);
    boolean out = !List.of("PREROUTING", "INPUT").contains(chain);
    boolean asksIn = in && (!out || random.nextBoolean());
    String option = asksIn ? " -i " : " -o ";
    unless(text, rule, option, not() + option + few("eth0", "br0", "br+", "lo"));
  }

  private String network() {
    return family == Family.IPV4
        ? few("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "192.0.2.0/24")
        : few("2001:db8::/32", "2001:db8:1::/48", "2001:db8:1::3/128", "fd00::/8", "2001:db8::/96");
  }

  private String address() {
    return family == Family.IPV4 ? any("10.1.2.3", "192.0.2.9") : any("2001:db8:1::3", "fd00::9");
  }

  private String range() {
    return any(" --src-range ", " --dst-range ")
        + (family == Family.IPV4
            ? any("10.1.0.0-10.1.255.255", "10.1.2.3-10.1.2.9")
            : any("2001:db8:1::1-2001:db8:1::5", "2001:db8:1::3-2001:db8:1::3"));
  }

  private String transport() {
    return any(" -p tcp -m tcp", " -p udp -m udp");
  }

  private String ports() {
    return few("22", "80", "80:90", ":79");
  }

  private String icmp() {
    return family == Family.IPV4
        ? " -p icmp -m icmp" + not() + " --icmp-type " + few("8", "3", "3/1", "any")
        : " -p ipv6-icmp -m icmp6" + not() + " --icmpv6-type " + few("128", "1", "1/3");
  }

  private String mark() {
    return bits ? any("0x1/0x1", "0x2/0x2", "0x2/0x3", "0x0/0x3") : any("0x1", "0x2", "0x3");
  }

  private void target(StringBuilder text, String table, String chain, List<String> own) {
    if (!own.isEmpty() && one(1, 3)) {
      text.append(any(" -j ", " -j ", " -j ", " -g ")).append(own.get(random.nextInt(own.size())));
      return;
    }
    List<String> targets = new ArrayList<>(List.of("ACCEPT", "RETURN", "LOG"));
    if (!table.equals("nat")) {
      targets.addAll(List.of("DROP", "DROP"));
    }
    marking(table, targets);
    switch (table) {
      case "raw" ->
          targets.addAll(
              List.of("CT --notrack", "CT --notrack", templates ? "CT --zone 1" : "DROP"));
      case "nat" -> nat(text, chain, targets);
      case "filter" -> targets.addAll(List.of("ACCEPT", "DROP", "REJECT"));
      default -> {}
    }
    text.append(" -j ").append(targets.get(random.nextInt(targets.size())));
  }

  private void marking(String table, List<String> targets) {
    if (topics.contains(Topic.MARK) || topics.contains(Topic.CONNECTION_MARK)) {
      targets.add(
          "MARK --set-xmark " + (bits ? any("0x1/0x1", "0x0/0x3") : any("0x1", "0x2/0xffffffff")));
      targets.add("CONNMARK " + any("--save-mark", "--restore-mark", "--set-xmark 0x2/0xffffffff"));
    }
    if (topics.contains(Topic.TTL) && table.equals("mangle")) {
      boolean v4 = family == Family.IPV4;
      targets.add((v4 ? "TTL --ttl-" : "HL --hl-") + any("set 64", "inc 1", "dec 1"));
    }
  }

  private void nat(StringBuilder text, String chain, List<String> targets) {
    if (chain.equals("POSTROUTING")) {
      targets.add("MASQUERADE");
    } else if (!chain.equals("INPUT")) {
      boolean ports = text.substring(text.lastIndexOf("\n") + 1).contains(" -p tcp");
      String to = family == Family.IPV4 ? address() : "[" + address() + "]";
      targets.add("DNAT --to-destination " + (ports ? to + ":80" : address()));
      targets.add("DNAT --to-destination " + address());
      if (ports) {
        targets.add("REDIRECT --to-ports 22");
      }
    }
  }
}
