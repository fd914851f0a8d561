package dev.fwlint.finding;

import dev.fwlint.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that is wrong. Which rule says so, and how bad it is, is told by the rule's page.
 *
 * @param at a tight place on one line
 * @param subject what it is about, {@code filter/FORWARD/5}, or empty where it is about no rule or
 *     chain
 * @param message one sentence without its full stop; {@code [text](n)} links the n-th note, from 1
 * @param notes the other places that matter
 * @param help what to do, where the page's own advice can be more concrete for this file
 * @param examples packets that show it, the best first: the first that a trace confirms is told.
 *     Where there are some and none is confirmed, the finding does not stand
 * @param lowered a level below the page's, where this case is milder
 * @param properties what SARIF's property bag tells beside
 */
public record Finding(
    Span at,
    String subject,
    String message,
    List<Note> notes,
    Optional<String> help,
    List<Example> examples,
    Optional<Severity> lowered,
    Map<String, Object> properties) {

  public Finding {
    notes = List.copyOf(notes);
    examples = List.copyOf(examples);
  }

  public static Finding at(Span place, String subject, String message) {
    return new Finding(
        place,
        subject,
        message,
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Map.of());
  }

  public Finding withNotes(List<Note> others) {
    return new Finding(at, subject, message, others, help, examples, lowered, properties);
  }

  public Finding withNote(Span place, String text) {
    return withNotes(List.of(new Note(place, text)));
  }

  public Finding withHelp(String text) {
    return new Finding(
        at, subject, message, notes, Optional.of(text), examples, lowered, properties);
  }

  public Finding withExamples(List<Example> packets) {
    return new Finding(at, subject, message, notes, help, packets, lowered, properties);
  }

  /** The same at a milder level than the page's; a level that is not milder changes nothing. */
  public Finding loweredTo(Severity level) {
    return new Finding(at, subject, message, notes, help, examples, Optional.of(level), properties);
  }

  public Finding withProperty(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(properties);
    more.put(key, value);
    return new Finding(at, subject, message, notes, help, examples, lowered, more);
  }
}
