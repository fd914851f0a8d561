package dev.fwlint.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fwlint.Linter;
import dev.fwlint.ast.Family;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallGraphTest {
  @Test
  void tellsWhatLeadsWhere() {
    CallGraph graph =
        graph(
            """
            :a - [0:0]
            :b - [0:0]
            :c - [0:0]
            :d - [0:0]
            -A INPUT -p tcp -j a
            -A FORWARD -j c
            -A a -g b
            -A d -j a
            """);
    assertTrue(graph.reached("INPUT"));
    assertTrue(graph.reached("b"));
    assertFalse(graph.reached("d"));
    assertEquals(Set.of("INPUT", "a", "b"), graph.reachedFrom("INPUT"));
    assertEquals(Set.of(), graph.reachedFrom("nowhere"));
    assertEquals(List.of("filter/INPUT/1", "filter/d/1"), paths(graph.callers("a")));
    assertEquals(
        List.of("filter/INPUT/1", "filter/a/1"), paths(graph.path("INPUT", "b").orElseThrow()));
    assertEquals(List.of(), graph.path("a", "a").orElseThrow());
    assertEquals(Optional.empty(), graph.path("FORWARD", "b"));
  }

  @Test
  void findsLoopsThatNothingLeadsTo() {
    CallGraph graph =
        graph(
            """
            :a - [0:0]
            :b - [0:0]
            :c - [0:0]
            :d - [0:0]
            :e - [0:0]
            :f - [0:0]
            -A a -j b
            -A b -j a
            -A b -j c
            -A c -j d
            -A d -g d
            -A e -j f
            -A e -j c
            """);
    assertEquals(
        List.of(List.of("filter/d/1"), List.of("filter/a/1", "filter/b/1")),
        graph.unreachedLoops().stream().map(CallGraphTest::paths).toList());
  }

  @Test
  void followsAHundredThousandChains() {
    int count = 100_000;
    String declarations =
        IntStream.range(0, count)
            .mapToObj(i -> ":c" + i + " - [0:0]\n")
            .collect(Collectors.joining());
    String jumps =
        IntStream.range(0, count)
            .mapToObj(i -> "-A c" + i + " -j c" + (i + 1) % count + "\n")
            .collect(Collectors.joining());
    List<List<Step>> loops = graph(declarations + jumps).unreachedLoops();
    assertEquals(1, loops.size());
    assertEquals(count, loops.getFirst().size());
  }

  private static List<String> paths(List<Step> steps) {
    return steps.stream().map(Step::path).toList();
  }

  private static CallGraph graph(String rules) {
    String text = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n" + rules + "COMMIT\n";
    Firewall firewall = Linter.load(new SourceFile("rules", text), Optional.of(Family.IPV4));
    return CallGraph.of(firewall, firewall.table("filter").orElseThrow());
  }
}
