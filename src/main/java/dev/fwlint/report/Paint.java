package dev.fwlint.report;

import dev.fwlint.finding.Severity;

/** Colours, where they are wanted. */
record Paint(boolean on) {
  private static final String BOLD = "1";
  private static final String BLUE = "1;34";

  /** In the colour of a level. */
  String level(Severity severity, String text) {
    return in(
        switch (severity) {
          case ERROR -> "1;31";
          case WARNING -> "1;33";
          case NOTE -> "1;36";
        },
        text);
  }

  String strong(String text) {
    return in(BOLD, text);
  }

  /** For what surrounds the source: line numbers, bars, the notes' marks. */
  String frame(String text) {
    return in(BLUE, text);
  }

  private String in(String colour, String text) {
    return on && !text.isEmpty() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
