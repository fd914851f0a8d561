package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Family;
import dev.fwlint.extension.Value.Icmp;
import dev.fwlint.extension.Value.Range;
import java.util.ArrayList;
import java.util.List;

/** Types of ICMP and ICMPv6, by {@code type[/code]} or by name. */
final class IcmpTypes {
  private static final Range ALL = new Range(0, 255);

  /** The kernel takes this IPv4 type for every type. */
  private static final long ANY = 255;

  private IcmpTypes() {}

  /** A name of a type, which is written as a number. */
  private record Named(Family family, String name, String number) {}

  private static final class Table {
    static final List<Named> NAMES = read();

    private static List<Named> read() {
      List<Named> names = new ArrayList<>();
      for (String line : Resource.lines("icmp-types.txt")) {
        List<String> words = Split.words(line);
        Family family = words.getFirst().equals("ipv4") ? Family.IPV4 : Family.IPV6;
        for (String name : words.subList(2, words.size())) {
          names.add(new Named(family, name, words.get(1)));
        }
      }
      return names;
    }
  }

  static Value read(String text, Scope scope) throws Refusal {
    List<Named> candidates =
        Table.NAMES.stream()
            .filter(named -> named.family() == scope.family())
            .filter(named -> named.name().regionMatches(true, 0, text, 0, text.length()))
            .toList();
    if (candidates.size() > 1) {
      String names = String.join(" or ", candidates.stream().map(Named::name).toList());
      throw Refusal.because("%s could be %s".formatted(quoted(text), names));
    }
    return number(candidates.isEmpty() ? text : candidates.getFirst().number(), scope.family());
  }

  private static Icmp number(String text, Family family) throws Refusal {
    int slash = text.indexOf('/');
    var type = Numbers.whole(slash < 0 ? text : text.substring(0, slash), 0, 255);
    var code = Numbers.whole(slash < 0 ? "0" : text.substring(slash + 1), 0, 255);
    if (type.isEmpty() || code.isEmpty()) {
      throw unknown(text, family);
    }
    boolean any = family == Family.IPV4 && type.getAsLong() == ANY;
    Range codes = slash < 0 ? ALL : Range.of(code.getAsLong());
    return any ? new Icmp(ALL, ALL) : new Icmp(Range.of(type.getAsLong()), codes);
  }

  private static Refusal unknown(String text, Family family) {
    String protocol = family == Family.IPV4 ? "ICMP" : "ICMPv6";
    Refusal refusal = Refusal.because("%s is not an %s type".formatted(quoted(text), protocol));
    List<String> names =
        Table.NAMES.stream().filter(n -> n.family() == family).map(Named::name).toList();
    return Similar.closest(text, names)
        .map(name -> refusal.withHint("did you mean " + name + "?"))
        .orElse(refusal);
  }
}
