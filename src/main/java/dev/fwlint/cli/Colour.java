package dev.fwlint.cli;

/** Whether text is coloured. */
enum Colour {
  auto,
  always,
  never;

  boolean wanted() {
    return switch (this) {
      case always -> true;
      case never -> false;
      case auto -> {
        String noColour = System.getenv("NO_COLOR");
        boolean refused = noColour != null && !noColour.isEmpty();
        yield !refused && Terminal.isConsole();
      }
    };
  }
}
