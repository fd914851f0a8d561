package dev.fwlint.report;

import java.io.IOException;

/** One format of a report. */
public interface Reporter {
  void write(Report report, Appendable out) throws IOException;
}
