package dev.fwlint.model;

import dev.fwlint.ast.Option;
import dev.fwlint.ast.TargetUse;
import dev.fwlint.extension.Value;
import java.util.List;
import java.util.Optional;

/**
 * What MARK and CONNMARK do: iptables-extensions(8), and net/netfilter/xt_connmark.c for the masks.
 */
final class MarkCompiler {
  private static final long ALL = 0xffff_ffffL;

  private final OptionReader reader;

  MarkCompiler(OptionReader reader) {
    this.reader = reader;
  }

  Action action(TargetUse use) {
    boolean shifts =
        use.option("left-shift-mark").isPresent() || use.option("right-shift-mark").isPresent();
    if (shifts) {
      return new Action.Change(use.name().text(), List.of("mark"));
    }
    boolean connection = use.name().text().equals("CONNMARK");
    for (Option option : use.options()) {
      switch (option.name()) {
        case "save-mark" -> {
          return new Action.SaveMark(mask(use, "nfmask"), mask(use, "ctmask"));
        }
        case "restore-mark" -> {
          return new Action.RestoreMark(mask(use, "nfmask"), mask(use, "ctmask"));
        }
        default -> {
          Optional<Action> set = reader.value(use, option).flatMap(v -> set(option, v, connection));
          if (set.isPresent()) {
            return set.get();
          }
        }
      }
    }
    return new Action.Unknown(use.name().text());
  }

  private long mask(TargetUse use, String name) {
    return use.option(name)
        .or(() -> use.option("mask"))
        .flatMap(option -> reader.value(use, option))
        .map(value -> value instanceof Value.Range number ? number.from() : ALL)
        .orElse(ALL);
  }

  private static Optional<Action> set(Option option, Value value, boolean connection) {
    if (value instanceof Value.Masked masked) {
      boolean exclusive = option.name().equals("set-xmark");
      long clear = exclusive ? masked.mask() : masked.mask() | masked.value();
      return Optional.of(set(connection, clear, masked.value()));
    }
    if (!(value instanceof Value.Range number)) {
      return Optional.empty();
    }
    long bits = number.from();
    return switch (option.name()) {
      case "and-mark" -> Optional.of(set(connection, ~bits & ALL, 0));
      case "or-mark" -> Optional.of(set(connection, bits, bits));
      case "xor-mark" -> Optional.of(set(connection, 0, bits));
      default -> Optional.empty();
    };
  }

  private static Action set(boolean connection, long clear, long toggle) {
    return connection ? new Action.SetConnMark(clear, toggle) : new Action.SetMark(clear, toggle);
  }
}
