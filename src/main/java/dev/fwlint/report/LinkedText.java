package dev.fwlint.report;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message, in which {@code [text](n)} links the n-th note. */
final class LinkedText {
  private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]*)\\]\\((\\d{1,6})\\)");

  private LinkedText() {}

  /** The message without its links, for where nothing can be followed. */
  static String plain(String message, int notes) {
    return LINK.matcher(message)
        .replaceAll(link ->
            Matcher.quoteReplacement(leadsSomewhere(link, notes) ? link.group(1) : link.group()));
  }

  /**
   * The message as SARIF has it: links to notes are links to the related locations of that id, and
   * nothing else that looks like a link is one.
   */
  static String sarif(String message, int notes) {
    StringBuilder out = new StringBuilder();
    Matcher links = LINK.matcher(message);
    int from = 0;
    while (links.find()) {
      if (leadsSomewhere(links, notes)) {
        out.append(unlinked(message.substring(from, links.start())));
        out.append('[').append(links.group(1).replace("\\", "\\\\"));
        out.append("](").append(Integer.parseInt(links.group(2))).append(')');
        from = links.end();
      }
    }
    return Visible.of(out.append(unlinked(message.substring(from))).toString());
  }

  /** A message in which nothing is a link. */
  static String unlinked(String message) {
    return message.replace("](", "] (");
  }

  private static boolean leadsSomewhere(MatchResult link, int notes) {
    int note = Integer.parseInt(link.group(2));
    return note >= 1 && note <= notes;
  }
}
