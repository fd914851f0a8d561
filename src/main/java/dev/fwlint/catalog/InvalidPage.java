package dev.fwlint.catalog;

/** A page that breaks the rules for pages: a mistake of this project, not of its user. */
public final class InvalidPage extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidPage(String file, int line, String message) {
    super(file + ":" + line + ": " + message);
  }
}
