package dev.fwlint.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of how chains hang together. */
final class OfChains {
  static final List<Mutation> ALL =
      List.of(
          OfChains::renamed,
          OfChains::renamed,
          OfChains::jumps,
          OfChains::jumps,
          OfChains::nested,
          OfChains::forked,
          OfChains::gotos,
          OfChains::policies);

  private static final Pattern DECLARATION = Pattern.compile("(?m)^:(\\S+) (\\S+)");
  private static final int DEEPEST = 1_500;

  private OfChains() {}

  private static List<String> chains(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = DECLARATION.matcher(text);
    while (matcher.find() && names.size() < 1_000) {
      names.add(matcher.group(1));
    }
    return names.isEmpty() ? List.of("INPUT", "x") : names;
  }

  /** To another chain's name, a built-in one's, or one that is none. */
  private static String renamed(String text, Dice dice) {
    String from = dice.one(chains(text));
    String to =
        switch (dice.below(4)) {
          case 0 -> dice.one(chains(text));
          case 1 -> dice.one(List.of("INPUT", "FORWARD", "OUTPUT", "PREROUTING", "DOCKER-USER"));
          case 2 -> dice.word();
          default -> "c".repeat(dice.about(300));
        };
    return text.replaceAll(
        "(?<=[:\\s])" + Pattern.quote(from) + "(?=\\s)", Matcher.quoteReplacement(to));
  }

  private static String jumps(String text, Dice dice) {
    List<String> chains = chains(text);
    StringBuilder rules = new StringBuilder();
    for (int i = dice.about(20); i > 0; i--) {
      String how = dice.one(List.of(" -j ", " -g ", " -p tcp -j ", " -s 10.0.0.0/8 -j "));
      rules
          .append("-A ")
          .append(dice.one(chains))
          .append(how)
          .append(dice.one(chains))
          .append('\n');
    }
    return beforeCommit(text, rules.toString(), dice);
  }

  /** A chain of chains, perhaps bent to a ring. */
  private static String nested(String text, Dice dice) {
    int depth = dice.about(DEEPEST);
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i <= depth; i++) {
      rules.append(":n").append(i).append(" - [0:0]\n");
    }
    rules.append("-A ").append(dice.one(chains(text))).append(" -j n0\n");
    for (int i = 0; i < depth; i++) {
      rules.append("-A n%d %s n%d\n".formatted(i, dice.onceIn(50) ? "-g" : "-j", i + 1));
    }
    String end = dice.one(List.of("n0", "n" + depth / 2, "ACCEPT", "RETURN"));
    return beforeCommit(
        text, rules.append("-A n%d -j %s\n".formatted(depth, end)).toString(), dice);
  }

  /** Chains each of which jumps to the next twice or more: many ways through few rules. */
  private static String forked(String text, Dice dice) {
    int depth = dice.about(40);
    int ways = 2 + dice.below(3);
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i <= depth; i++) {
      rules.append(":f").append(i).append(" - [0:0]\n");
    }
    rules.append("-A ").append(dice.one(chains(text))).append(" -j f0\n");
    for (int i = 0; i < depth; i++) {
      for (int way = 0; way < ways; way++) {
        String match =
            dice.one(
                List.of(
                    "",
                    " -i eth" + way,
                    " -s 10." + i + ".0.0/16",
                    " ! -s 10." + i + ".0.0/16",
                    " -p tcp",
                    " -m statistic --mode random --probability 0.5",
                    " -m mark --mark " + way));
        rules.append("-A f%d%s -j f%d\n".formatted(i, match, i + 1));
      }
    }
    String last =
        "-A f%d %s -j %s\n"
            .formatted(
                depth, dice.one(List.of("", "-p udp")), dice.one(List.of("DROP", "RETURN", "LOG")));
    return beforeCommit(text, rules.append(last).toString(), dice);
  }

  private static String gotos(String text, Dice dice) {
    return text.replaceAll(
        "(?m) -j (?=[A-Za-z0-9_-]+$)", dice.one(List.of(" -g ", " --goto ", " -j=", " ")));
  }

  private static String policies(String text, Dice dice) {
    String policy =
        dice.one(List.of("DROP", "ACCEPT", "-", "QUEUE", "REJECT", "RETURN", "accept", ""));
    return DECLARATION
        .matcher(text)
        .replaceAll(found ->
            dice.onceIn(2)
                ? Matcher.quoteReplacement(":" + found.group(1) + " " + policy)
                : Matcher.quoteReplacement(found.group()));
  }

  /** Before one of the COMMITs, or at the end. */
  private static String beforeCommit(String text, String rules, Dice dice) {
    List<Integer> places = new ArrayList<>(List.of(text.length()));
    Matcher matcher = Pattern.compile("(?m)^COMMIT").matcher(text);
    while (matcher.find()) {
      places.add(matcher.start());
    }
    int at = places.size() == 1 ? places.getFirst() : places.get(1 + dice.below(places.size() - 1));
    return text.substring(0, at) + rules + text.substring(at);
  }
}
