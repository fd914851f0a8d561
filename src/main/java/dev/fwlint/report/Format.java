package dev.fwlint.report;

/** The formats of a report. */
public enum Format {
  TEXT,
  SARIF,
  JSON,
  GITHUB,
  MARKDOWN;

  public Reporter reporter(Options options) {
    return switch (this) {
      case TEXT -> new TextReporter(options.colour());
      case SARIF -> new SarifReporter(options.version());
      case JSON -> new JsonReporter();
      case GITHUB -> new GithubReporter();
      case MARKDOWN -> new MarkdownReporter();
    };
  }
}
