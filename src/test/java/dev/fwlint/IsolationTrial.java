package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.ast.Family;
import dev.fwlint.docker.Bridge;
import dev.fwlint.docker.DockerHost;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Severity;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Packet;
import dev.fwlint.model.PacketFields;
import dev.fwlint.model.PacketFormatException;
import dev.fwlint.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is said of a host's isolation when its rules are changed, one at a time: a pair of networks
 * is told of exactly when a new connection gets across that did not before.
 */
public final class IsolationTrial {
  private static final Set<String> RULES =
      Set.of(
          "bridge-isolation-missing",
          "docker-user-isolation-bypass",
          "forward-isolation-bypass",
          "internal-network-leak");
  private static final Pattern PORT = Pattern.compile("--dport (\\d+)");
  private static final Pattern TARGET = Pattern.compile(" -j \\S+.*$");

  private final String original;
  private final Function<String, Predicate<Packet>> judges;
  private final List<Probe> probes = new ArrayList<>();
  private final Set<Probe> before;

  private record Probe(String from, String to, Packet packet) {
    List<String> pair() {
      return List.of(from, to);
    }
  }

  /**
   * @param judges for a ruleset, whether a packet gets through it
   */
  public IsolationTrial(String original, Function<String, Predicate<Packet>> judges) {
    this.original = original;
    this.judges = judges;
    probes();
    before = through(original);
  }

  /** One rule deleted, or made an ACCEPT: each in turn. */
  public List<String> mutants() {
    List<String> lines = original.lines().toList();
    List<String> mutants = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("-A ")) {
        List<String> deleted = new ArrayList<>(lines);
        deleted.remove(i);
        mutants.add(String.join("\n", deleted) + "\n");
        List<String> accepting = new ArrayList<>(lines);
        accepting.set(i, TARGET.matcher(lines.get(i)).replaceFirst(" -j ACCEPT"));
        mutants.add(String.join("\n", accepting) + "\n");
      }
    }
    return mutants;
  }

  /** Fails unless what is said of a ruleset is what its judge says. */
  public void check(String mutant) {
    Set<List<String>> opened = new LinkedHashSet<>();
    for (Probe probe : through(mutant)) {
      if (!before.contains(probe)) {
        opened.add(probe.pair());
      }
    }
    Set<List<String>> told = new LinkedHashSet<>();
    Set<List<String>> notable = new LinkedHashSet<>();
    for (Diagnosis diagnosis : diagnoses(mutant)) {
      assertTrue(diagnosis.walk().isPresent());
      List<List<String>> pairs =
          pairs(diagnosis).stream().filter(pair -> !pair.contains("outside")).toList();
      told.addAll(pairs);
      if (diagnosis.severity() != Severity.NOTE) {
        notable.addAll(pairs);
      }
    }
    assertEquals(sorted(opened), sorted(told), () -> "told of:\n" + mutant);
    assertTrue(opened.containsAll(notable), mutant);
  }

  private static Set<String> sorted(Set<List<String>> pairs) {
    Set<String> sorted = new TreeSet<>();
    pairs.forEach(pair -> sorted.add(String.join(" to ", pair)));
    return sorted;
  }

  @SuppressWarnings("unchecked")
  private static List<List<String>> pairs(Diagnosis diagnosis) {
    return (List<List<String>>)
        diagnosis.finding().properties().getOrDefault("pairs", List.<List<String>>of());
  }

  private static List<Diagnosis> diagnoses(String ruleset) {
    Linter linter = new Linter(page -> RULES.contains(page.id()), Optional.of(Family.IPV4));
    return linter
        .lint(List.of(new SourceFile("mutant", ruleset)))
        .report()
        .files()
        .getFirst()
        .diagnoses();
  }

  private Set<Probe> through(String ruleset) {
    Predicate<Packet> judge = judges.apply(ruleset);
    Set<Probe> through = new LinkedHashSet<>();
    probes.stream().filter(probe -> judge.test(probe.packet())).forEach(through::add);
    return through;
  }

  /** To a container's address and to one that nobody has, to published ports and to others. */
  private void probes() {
    SourceFile source = new SourceFile("original", original);
    Firewall firewall = Linter.load(source, Optional.of(Family.IPV4));
    List<Bridge> bridges = DockerHost.of(firewall).bridges();
    Set<Integer> ports = new TreeSet<>(Set.of(61_234));
    Matcher published = PORT.matcher(original);
    while (published.find()) {
      ports.add(Integer.valueOf(published.group(1)));
    }
    for (Bridge from : bridges) {
      for (Bridge to : bridges) {
        if (!from.equals(to) && !to.name().equals("docker_gwbridge")) {
          for (String host : List.of("2", "77")) {
            for (String protocol : List.of("tcp", "udp")) {
              ports.forEach(
                  port -> probe(from, to, host, Map.of("proto", protocol, "dport", (long) port)));
            }
            probe(from, to, host, Map.of("proto", "icmp"));
          }
        }
      }
    }
  }

  private void probe(Bridge from, Bridge to, String host, Map<String, Object> rest) {
    Map<String, Object> json = new LinkedHashMap<>(rest);
    json.put("hook", "forward");
    json.put("in", from.name());
    json.put("out", to.name());
    json.put("src", address(from, "9"));
    json.put("dst", address(to, host));
    try {
      probes.add(new Probe(from.name(), to.name(), PacketFields.packet(json)));
    } catch (PacketFormatException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  private static String address(Bridge bridge, String host) {
    return bridge.subnets().getFirst().base().toString().replaceFirst("\\d+$", host);
  }
}
