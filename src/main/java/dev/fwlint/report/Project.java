package dev.fwlint.report;

import java.net.URI;

/** Where this project is found. */
final class Project {
  static final URI HOME = URI.create("https://github.com/fwlint/fwlint");

  private Project() {}

  /** A rule's page in the catalogue; an id is all lower case letters and hyphens. */
  static URI page(String rule) {
    return URI.create(HOME + "/blob/main/rules-catalog/" + FilePaths.encoded(rule) + ".md");
  }
}
