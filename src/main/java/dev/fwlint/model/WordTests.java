package dev.fwlint.model;

import dev.fwlint.model.Told.Operation;
import dev.fwlint.model.Told.WordTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the tests of {@code -m u32}, whose spelling has been checked. */
final class WordTests {
  private static final Pattern OPERATION = Pattern.compile("(&|<<|>>|@)\\s*(\\w+)");

  private WordTests() {}

  static List<WordTest> of(String text) {
    return Arrays.stream(text.split("&&")).map(WordTests::test).toList();
  }

  private static WordTest test(String text) {
    String[] sides = text.split("=", 2);
    List<Operation> operations = new ArrayList<>();
    Matcher found = OPERATION.matcher(sides[0]);
    while (found.find()) {
      operations.add(new Operation(found.group(1), number(found.group(2))));
    }
    String start = sides[0].split("[&<>@]", 2)[0];
    return new WordTest(
        number(start),
        operations,
        Arrays.stream(sides[1].split(",")).map(WordTests::range).toList());
  }

  private static Range range(String text) {
    String[] ends = text.split(":", 2);
    return new Range(number(ends[0]), number(ends[ends.length - 1]));
  }

  private static long number(String text) {
    return Long.decode(text.strip());
  }
}
