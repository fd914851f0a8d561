package dev.fwlint.extension;

import java.util.function.Function;

/** How a value is read and written. */
@FunctionalInterface
interface Syntax {
  Value read(String text, Scope scope) throws Refusal;

  /** The value as iptables-save writes it, quotes included. */
  default String write(Value value) {
    return Written.plain(value);
  }

  /** A syntax whose values are written in a way of their own. */
  static Syntax of(Syntax reader, Function<Value, String> writer) {
    return new Syntax() {
      @Override
      public Value read(String text, Scope scope) throws Refusal {
        return reader.read(text, scope);
      }

      @Override
      public String write(Value value) {
        return writer.apply(value);
      }
    };
  }
}
