package dev.fwlint.trace;

import dev.fwlint.model.Chain;
import dev.fwlint.model.Step;
import dev.fwlint.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a packet.
 *
 * @param presumed the verdict at the end of the way that is told: that of the guesses, where the
 *     verdict itself is not known
 * @param events its way, in order
 */
public record Trace(Verdict verdict, Verdict presumed, List<Event> events) {
  public Trace {
    events = List.copyOf(events);
  }

  /** Something that the packet met; {@code depth} is the number of jumps that lead to it. */
  public sealed interface Event {
    int depth();

    /** A rule whose matches all held. */
    record Hit(Step step, int depth) implements Event {}

    /**
     * A rule whose matches the packet does not decide. {@code taken}: the trace goes on as if they
     * held.
     */
    record Open(Step step, boolean taken, int depth) implements Event {}

    /**
     * A built-in chain that ended by its policy; nothing for a chain that the file does not
     * declare.
     */
    record Policy(String table, String chain, Verdict policy, Optional<Chain> declared)
        implements Event {
      @Override
      public int depth() {
        return 0;
      }
    }
  }

  /** The rules that the kernel would count this packet for. */
  public Stream<Step> hits() {
    return events.stream()
        .filter(Event.Hit.class::isInstance)
        .map(event -> ((Event.Hit) event).step());
  }

  /** The rules met whose matches the packet does not decide. */
  public Stream<Step> unknown() {
    return events.stream()
        .filter(Event.Open.class::isInstance)
        .map(event -> ((Event.Open) event).step());
  }

  /** The built-in chains that ended by their policy. */
  public Stream<Event.Policy> policies() {
    return events.stream()
        .filter(Event.Policy.class::isInstance)
        .map(event -> (Event.Policy) event);
  }
}
