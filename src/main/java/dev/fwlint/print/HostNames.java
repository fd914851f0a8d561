package dev.fwlint.print;

import dev.fwlint.ast.Family;
import dev.fwlint.ast.Line;
import dev.fwlint.ast.Option;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.Word;
import dev.fwlint.extension.Extension;
import dev.fwlint.extension.Extensions;
import dev.fwlint.extension.OptionKind;
import dev.fwlint.extension.Reading;
import dev.fwlint.extension.Scope;
import dev.fwlint.extension.Value;
import dev.fwlint.extension.ValueKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names of a rule that stand for numbers of a host: hosts, users, groups. */
final class HostNames {
  private static final ValueKind HOSTS = ValueKind.of("hosts");

  private final Family family;

  HostNames(Family family) {
    this.family = family;
  }

  Stream<Word> in(Line.Command line) {
    return line.operation().added().stream().flatMap(this::in);
  }

  private Stream<Word> in(RuleSpec rule) {
    Stream<Word> general =
        Stream.of("source", "destination")
            .flatMap(name -> rule.general(name).stream())
            .map(Option::value)
            .filter(word -> isName(HOSTS, word));
    Stream<Word> matches =
        rule.matches().stream()
            .flatMap(match -> in(Extensions.match(match.module(), family), match.options()));
    Stream<Word> target =
        rule.target().stream()
            .flatMap(use -> in(Extensions.target(use.name().text(), family), use.options()));
    return Stream.concat(general, Stream.concat(matches, target));
  }

  private Stream<Word> in(Optional<Extension> extension, List<Option> options) {
    return options.stream()
        .flatMap(option ->
            extension.flatMap(found -> found.option(option.name())).stream()
                .flatMap(kind -> in(kind, option)));
  }

  private Stream<Word> in(OptionKind kind, Option option) {
    return IntStream.range(0, option.values().size())
        .filter(i -> isName(kind.values().get(i), option.values().get(i)))
        .mapToObj(i -> option.values().get(i));
  }

  private boolean isName(ValueKind kind, Word word) {
    return kind.read(word.text(), Scope.of(family)) instanceof Reading.Good(Value value)
        && isName(value);
  }

  private static boolean isName(Value value) {
    return switch (value) {
      case Value.HostName host -> true;
      case Value.Named named -> true;
      case Value.Hosts hosts -> hosts.hosts().stream().anyMatch(HostNames::isName);
      default -> false;
    };
  }
}
