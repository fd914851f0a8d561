package dev.fwlint.report;

import dev.fwlint.finding.Walk;
import dev.fwlint.source.SourceFile;

/** One packet's way, told for a person. */
public final class WalkReport {
  private WalkReport() {}

  /** The packet in a line, every rule it met in a line each, what was assumed, and its verdict. */
  public static String of(Walk walk, SourceFile file) {
    StringBuilder text = new StringBuilder();
    text.append("packet: ")
        .append(TerminalText.escape(PacketText.of(walk.packet())))
        .append("\n\n");
    text.append(new WalkText(file, Integer.MAX_VALUE).of(walk)).append('\n');
    walk.assuming()
        .forEach(what -> text.append("assuming ").append(TerminalText.escape(what)).append('\n'));
    return text.toString();
  }
}
