package dev.fwlint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fwlint.cli.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the README's samples against what the commands print. */
class ReadmeTest {
  private static final Pattern SAMPLE =
      Pattern.compile("<!-- sample: (.*) -->\n```text\n((?s:.*?))```\n<!-- /sample -->");

  private static Stream<DynamicTest> samples() throws IOException {
    Matcher samples = SAMPLE.matcher(Files.readString(Path.of("README.md")));
    return samples.results().map(sample -> test(sample.group(1), sample.group(2)));
  }

  private static DynamicTest test(String arguments, String shown) {
    return DynamicTest.dynamicTest(
        arguments, () -> assertEquals(shown, CommandRunner.run(arguments.split(" ")).out()));
  }

  @TestFactory
  List<DynamicTest> everySampleIsWhatTheCommandPrints() throws IOException {
    return samples().toList();
  }

  @Test
  void thereAreSamples() throws IOException {
    assertFalse(samples().toList().isEmpty());
  }
}
