package dev.fwlint.isolation;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/** Rules put on top of FORWARD and DOCKER-USER. */
final class Insertions {
  private static final List<String> COMMON =
      List.of(
          "",
          "-s 172.16.0.0/12",
          "-d 172.16.0.0/12",
          "! -s 192.0.2.0/24",
          "-s 172.16.0.0/12 -d 172.16.0.0/12",
          "-i br-+",
          "-o br-+",
          "-i eth0",
          "! -i eth0",
          "! -o eth0",
          "-p tcp",
          "-p icmp",
          "-p sctp",
          "-p tcp -m tcp --dport 80",
          "-p tcp -m tcp --sport 1024:65535 --dport 8000:62000",
          "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN",
          "-p tcp -m multiport --dports 22,80,443,5432",
          "-p udp -m udp --dport 53",
          "-m conntrack --ctstate NEW",
          "-m conntrack --ctstate RELATED,ESTABLISHED",
          "-m conntrack --ctstate NEW,RELATED,ESTABLISHED",
          "-m conntrack --ctstate INVALID",
          "-m conntrack ! --ctstate INVALID",
          "-m conntrack ! --ctstate NEW",
          "-m state --state NEW",
          "-m conntrack --ctstate DNAT",
          "-m mark --mark 0x1",
          "-m mark ! --mark 0x1",
          "-m connmark --mark 0x0",
          "-m addrtype --dst-type LOCAL",
          "-m addrtype --dst-type UNICAST",
          "-m iprange --src-range 172.16.0.0-172.31.200.200",
          "-m comment --comment shop -i br-+ -o br-+");

  private static final List<String> OF_ONE =
      List.of("-i A", "-o A", "! -i A", "! -o A", "-i A ! -o A", "! -i A -o A", "-s a", "-d a");

  private static final List<String> OF_TWO =
      List.of("-i A -o B", "-s a -d b", "-i A -d b", "-i A -o B -p tcp -m tcp --dport 80");

  private final List<Bridge> bridges;
  private final String ruleset;
  private final Map<String, List<String>> insertions = new LinkedHashMap<>();

  private Insertions(String ruleset) {
    this.ruleset = ruleset;
    SourceFile source = new SourceFile("original", ruleset);
    bridges = DockerHost.of(Linter.load(source, Optional.of(Family.IPV4))).bridges();
    Dump dump = new Dump(ruleset);
    for (String chain : List.of("FORWARD", "DOCKER-USER")) {
      if (dump.declares(chain)) {
        conditions().forEach(condition -> put(chain, condition));
      }
    }
    chainOfItsOwn(dump);
  }

  /** By what they are, lines for the head of the filter table. */
  static Map<String, List<String>> into(String ruleset) {
    return new Insertions(ruleset).insertions;
  }

  private void put(String chain, String condition) {
    for (String target : List.of("ACCEPT", "RETURN", "DROP")) {
      String rule = "-A %s %s -j %s".formatted(chain, condition, target).replaceAll(" +", " ");
      insert(rule, List.of(rule));
    }
    String answers = "-A %s -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT".formatted(chain);
    if (condition.startsWith("-i ")) {
      String rule = "-A %s %s -j ACCEPT".formatted(chain, condition);
      insert(rule + " and answers", List.of(answers, rule));
    }
  }

  private void insert(String what, List<String> lines) {
    insertions.put("insert " + what, lines);
  }

  /** A chain that the ruleset does not have yet cannot be declared but where the others are. */
  private void chainOfItsOwn(Dump dump) {
    if (!dump.declares("hosting")) {
      for (Bridge bridge : bridges) {
        String rule = "-A hosting -i %s -j ACCEPT".formatted(bridge.name());
        insert(
            rule + " by way of FORWARD",
            List.of(":hosting - [0:0]", "-A FORWARD -j hosting", rule));
      }
    }
  }

  private Set<String> conditions() {
    Set<String> conditions = new LinkedHashSet<>(COMMON);
    for (int i = 0; i < bridges.size(); i++) {
      Bridge a = bridges.get(i);
      Bridge b = bridges.get((i + 1) % bridges.size());
      List<String> kinds = new ArrayList<>(OF_ONE);
      kinds.addAll(OF_TWO);
      for (String kind : kinds) {
        if (kind.contains("a") && a.subnets().isEmpty()
            || kind.contains("b") && b.subnets().isEmpty()) {
          continue;
        }
        String condition = kind.replaceAll("\\bA\\b", a.name()).replaceAll("\\bB\\b", b.name());
        conditions.add(
            condition
                .replaceAll("(?<=-[sd] )a\\b", subnet(a))
                .replaceAll("(?<=-[sd] )b\\b", subnet(b)));
      }
    }
    Matcher addresses = Probes.ADDRESS.matcher(ruleset);
    while (addresses.find()) {
      conditions.add("-d " + addresses.group(1));
      conditions.add("-s " + addresses.group(1));
    }
    return conditions;
  }

  private static String subnet(Bridge bridge) {
    return bridge.subnets().isEmpty() ? "" : bridge.subnets().getFirst().toString();
  }
}
