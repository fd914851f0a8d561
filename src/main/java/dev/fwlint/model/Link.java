package dev.fwlint.model;

import java.util.ArrayList;
import java.util.List;

/** What an interface's JSON object says. */
final class Link {
  String name = "";
  final List<String> flags = new ArrayList<>();
  final List<LinkAddress> addresses = new ArrayList<>();
  boolean enslaved;

  boolean isLoopback() {
    return flags.contains("LOOPBACK");
  }

  boolean isUp() {
    return flags.contains("UP");
  }
}
