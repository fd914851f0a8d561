package dev.fwlint.rules;

import dev.fwlint.docker.Owners;
import dev.fwlint.finding.Example;
import dev.fwlint.finding.Finding;
import dev.fwlint.finding.Note;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Step;
import dev.fwlint.reach.Conditions;
import dev.fwlint.reach.DeadSteps;
import dev.fwlint.reach.DeadSteps.DeadStep;
import dev.fwlint.reach.DeadSteps.Kind;
import dev.fwlint.reach.Reach.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What the rules about dead rules share: who is told about, and how the steps to blame are named.
 */
final class DeadRules {
  private static final int NOTED = 20;

  private DeadRules() {}

  /**
   * The findings about dead steps of a kind, each with a packet that the rule was written for.
   * Silent where a line is not understood, for it may change everything; about rules that programs
   * made; and about those behind DOCKER-USER's RETURN, of which docker-user-dead-append speaks.
   */
  static Stream<Finding> findings(
      Firewall firewall, Kind kind, BiFunction<DeadStep, Firewall, Finding> report) {
    if (Refusal.hides(firewall, List.copyOf(firewall.tables().keySet()))) {
      return Stream.empty();
    }
    DeadSteps dead = DeadSteps.of(firewall);
    List<DeadStep> found = dead.of(kind).toList();
    if (found.isEmpty()) {
      return Stream.empty();
    }
    Owners owners = Owners.of(firewall);
    return found.stream()
        .filter(step -> !owners.made(step.step()) && !isBehindDockersReturn(step))
        .map(step -> report.apply(step, firewall).withExamples(examples(dead, step.step())));
  }

  private static List<Example> examples(DeadSteps dead, Step step) {
    return dead.packetsFor(step).stream()
        .map(packet -> Example.missing(packet, step.path()))
        .toList();
  }

  private static boolean isBehindDockersReturn(DeadStep dead) {
    return dead.step().chain().equals("DOCKER-USER")
        && dead.causes().stream()
            .anyMatch(cause ->
                cause.kind() == Cause.Kind.SENDS_AWAY
                    && cause
                        .step()
                        .filter(s -> s.chain().equals("DOCKER-USER"))
                        .filter(Conditions::unconditional)
                        .isPresent());
  }

  static Finding finding(DeadStep dead, String message) {
    return Finding.at(Places.of(dead.step()), dead.step().path(), message).withNotes(notes(dead));
  }

  /** A note for each step to blame, a line once. */
  private static List<Note> notes(DeadStep dead) {
    List<Note> notes = new ArrayList<>();
    for (Cause cause : dead.causes()) {
      cause
          .step()
          .filter(step -> !step.origin().equals(dead.step().origin()))
          .map(step -> new Note(Places.of(step), role(cause)))
          .filter(note -> notes.stream().noneMatch(known -> known.at().equals(note.at())))
          .ifPresent(notes::add);
    }
    return notes.stream()
        .sorted(Comparator.comparingInt(note -> note.at().start()))
        .limit(NOTED)
        .toList();
  }

  private static String role(Cause cause) {
    return switch (cause.kind()) {
      case TAKES -> "takes packets of this rule first";
      case SENDS_AWAY -> "sends packets of this rule away first";
      case DOES_NOT_MATCH -> "leads here, and lets no packet of this rule by";
      case CHANGES -> "changes packets so that this rule does not match them";
    };
  }

  /** {@code line 5}, or {@code line 5, line 7 and line 9}, each a link to its note. */
  static String lines(DeadStep dead) {
    List<String> lines = notes(dead).stream().map(note -> "line " + note.at().line()).toList();
    return Enumeration.of(Enumeration.links(lines));
  }

  static boolean one(DeadStep dead) {
    return notes(dead).size() == 1;
  }
}
