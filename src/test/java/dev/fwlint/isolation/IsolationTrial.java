package dev.fwlint.isolation;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.finding.Diagnosis;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Severity;
import dev.fwlint.isolation.Probes.Probe;
import dev.fwlint.model.Packet;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is said of a host's isolation when its rules are changed: two networks are told of exactly
 * when a new connection gets from one to the other that did not before, and the packet that is
 * shown is one that does. What is a note may be about what was open before.
 *
 * <p>How many changes are tried is said by {@code -Disolation.mutants=N} or {@code all}, which ones
 * by {@code -Disolation.seed=N}, and other hosts by {@code -Disolation.hosts=FOLDER}.
 */
public final class IsolationTrial {
  private static final List<String> HOSTS =
      List.of(
          "clean/docker-1.9.v4",
          "clean/docker-1.12.v4",
          "clean/docker-17.12.v4",
          "clean/docker-24.v4",
          "clean/docker-28.0.v4",
          "clean/docker-29.v4",
          "clean/docker-29-routed.v4",
          "hosts/dockerd-20.10.v4",
          "hosts/dockerd-20.10-shops.v4",
          "hosts/docker-host.v4",
          "hosts/docker-28.1.v4",
          "hosts/docker-28.3.v4",
          "hosts/docker-29.v4");

  private static final Set<String> RULES =
      Set.of(
          "bridge-isolation-missing",
          "docker-user-isolation-bypass",
          "forward-isolation-bypass",
          "internal-network-leak");

  private final String original;
  private final Function<String, Predicate<Packet>> judges;
  private final Predicate<Packet> unchanged;
  private final List<Probe> probes;
  private final Set<Probe> before;

  /**
   * @param unchanged whether a packet gets through the original
   * @param judges for another ruleset, whether a packet gets through it
   */
  public IsolationTrial(
      String original, Predicate<Packet> unchanged, Function<String, Predicate<Packet>> judges) {
    this.original = original;
    this.unchanged = unchanged;
    this.judges = judges;
    probes = Probes.of(original);
    before = through(unchanged);
  }

  /** Rulesets of whole Docker hosts. */
  static Stream<Path> hosts() throws IOException {
    String folder = System.getProperty("isolation.hosts", "");
    if (folder.isEmpty()) {
      return HOSTS.stream().map(Path.of("test-fixtures")::resolve);
    }
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  /**
   * The ruleset itself, and some that one or two changes make of it.
   *
   * @param usual how many, unless it is said otherwise
   */
  public List<Mutant> mutants(int usual) {
    long seed = Long.getLong("isolation.seed", 20_240_229);
    String wanted = System.getProperty("isolation.mutants", String.valueOf(usual));
    Random random = new Random(seed);
    List<Mutant> mutants = new ArrayList<>(Mutations.of(original));
    Collections.shuffle(mutants, random);
    int ones = wanted.equals("all") ? mutants.size() : Integer.parseInt(wanted) * 2 / 3;
    List<Mutant> some = new ArrayList<>(List.of(new Mutant("nothing", original)));
    some.addAll(mutants.subList(0, Math.min(ones, mutants.size())));
    for (int i = 0; i < ones / 4; i++) {
      some.add(Mutations.swapped(original, random));
      some.add(Mutations.two(original, random));
    }
    return some;
  }

  /** Fails unless what is said of each ruleset is what its judge says. */
  public void check(List<Mutant> mutants) {
    assertAll(mutants.stream().map(mutant -> () -> check(mutant)));
  }

  private void check(Mutant mutant) {
    Predicate<Packet> judge = judges.apply(mutant.ruleset());
    Set<List<String>> opened = new LinkedHashSet<>();
    for (Probe probe : through(judge)) {
      if (!before.contains(probe)) {
        opened.add(probe.pair());
      }
    }
    Set<List<String>> told = new LinkedHashSet<>();
    Set<List<String>> noted = new LinkedHashSet<>();
    for (Diagnosis diagnosis : diagnoses(mutant)) {
      for (Example shown : diagnosis.finding().examples()) {
        Packet example = Probes.packet(shown.packet());
        assertTrue(
            judge.test(example), () -> "%s: %s is stopped".formatted(mutant.change(), example));
        if (!unchanged.test(example)) {
          opened.add(List.of(place(example.in()), place(example.out())));
        }
      }
      (diagnosis.severity() == Severity.NOTE ? noted : told).addAll(pairs(diagnosis));
    }
    noted.retainAll(opened);
    told.addAll(noted);
    Facts lost = Facts.lost(original, mutant.ruleset());
    opened.removeIf(lost::hide);
    told.removeIf(pair -> lost.hide(pair) || lost.blur(pair) && !opened.contains(pair));
    assertEquals(sorted(opened), sorted(told), mutant.change());
  }

  private static String place(String device) {
    return device.equals("eth0") ? "outside" : device;
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

  private static List<Diagnosis> diagnoses(Mutant mutant) {
    Linter linter = new Linter(page -> RULES.contains(page.id()), Optional.of(Family.IPV4));
    return linter
        .lint(List.of(new SourceFile("mutant", mutant.ruleset())))
        .report()
        .files()
        .getFirst()
        .diagnoses();
  }

  private Set<Probe> through(Predicate<Packet> judge) {
    Set<Probe> through = new LinkedHashSet<>();
    probes.stream().filter(probe -> judge.test(probe.packet())).forEach(through::add);
    return through;
  }
}
