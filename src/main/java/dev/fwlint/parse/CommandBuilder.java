package dev.fwlint.parse;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.ast.Operation;
import dev.fwlint.ast.RuleSpec;
import dev.fwlint.ast.Word;
import dev.fwlint.source.Span;
import java.util.Optional;

/** What a command does, and to which chain. */
final class CommandBuilder {
  private static final int FIRST = 1;

  private final GetOpt options;
  private final Span line;
  private Optional<Item.Base> verb = Optional.empty();
  private Optional<Word> chain = Optional.empty();
  private Optional<Word> second = Optional.empty();
  private int number = FIRST;
  private boolean numbered;

  CommandBuilder(GetOpt options, Span line) {
    this.options = options;
    this.line = line;
  }

  /** The command's letter, nothing before it was read. */
  Optional<BaseOption> verb() {
    return verb.map(Item.Base::option);
  }

  Optional<Word> chain() {
    return chain;
  }

  /** The policy of {@code -P}, the new name of {@code -E}. */
  Optional<Word> second() {
    return second;
  }

  /** Whether the command has a rule, not a rule's number or none at all. */
  boolean hasRule() {
    return verb().map(this::takesRule).orElse(false);
  }

  private boolean takesRule(BaseOption option) {
    return switch (option) {
      case APPEND, CHECK, INSERT, REPLACE -> true;
      case DELETE -> !numbered;
      default -> false;
    };
  }

  /** Begins the command, and takes the words that belong to it. */
  void start(Item.Base item) throws Stop {
    refuseSecond(item);
    verb = Optional.of(item);
    chain = item.value().or(this::optionalChain);
    switch (item.option()) {
      case INSERT, DELETE, ZERO, LIST, LIST_RULES -> takeNumber();
      case REPLACE -> {
        takeNumber();
        require(numbered, item, "-R needs a rule number behind its chain");
      }
      case RENAME_CHAIN -> {
        second = options.takeValue();
        require(second.isPresent(), item, "-E needs two chains");
        ChainNames.check(second.orElseThrow());
      }
      case POLICY -> {
        second = options.takeValue();
        require(second.isPresent(), item, "-P needs a chain and a policy");
      }
      case NEW_CHAIN -> ChainNames.check(chain.orElseThrow());
      default -> {}
    }
  }

  private Optional<Word> optionalChain() {
    return options.takeValue();
  }

  /** {@code -Z} goes with {@code -L} or {@code -S}; nothing else goes together. */
  private void refuseSecond(Item.Base item) throws Stop {
    if (verb.isPresent() && !(isList(item.option()) && isList(verb.get().option()))) {
      throw Stop.context(
          item.written().span(),
          "%s cannot be used with %s"
              .formatted(item.option().shortName(), verb.get().option().shortName()));
    }
  }

  private static boolean isList(BaseOption option) {
    return option == BaseOption.LIST
        || option == BaseOption.LIST_RULES
        || option == BaseOption.ZERO;
  }

  private void takeNumber() throws Stop {
    Optional<Word> word = options.takeValue();
    if (word.isEmpty()) {
      return;
    }
    number = RuleNumber.read(word.get());
    numbered = true;
  }

  private static void require(boolean there, Item.Base item, String message) throws Stop {
    if (!there) {
      throw Stop.syntax(item.written().span(), message);
    }
  }

  /** What can be told only when all words are read. */
  void finish(RuleBuilder rule) throws Stop {
    if (verb.isEmpty()) {
      throw Stop.syntax(line, "the line has no command such as -A")
          .withHint("begin it with -A and a chain");
    }
    rule.refuseOutside(verb.get().option(), hasRule());
    if (chain.isPresent()) {
      ChainNames.checkLength(chain.get());
    }
  }

  /** The operation, with its rule where it has one. */
  Operation operation(RuleSpec rule) {
    BaseOption option = verb().orElseThrow();
    return switch (option) {
      case APPEND -> new Operation.Append(named(), rule);
      case INSERT -> new Operation.Insert(named(), number, rule);
      case REPLACE -> new Operation.Replace(named(), number, rule);
      case CHECK -> new Operation.Check(named(), rule);
      case DELETE ->
          numbered ? new Operation.DeleteAt(named(), number) : new Operation.Delete(named(), rule);
      case NEW_CHAIN -> new Operation.NewChain(named());
      case DELETE_CHAIN -> new Operation.DeleteChain(chain);
      case FLUSH -> new Operation.Flush(chain);
      case ZERO -> new Operation.Zero(chain);
      case POLICY -> new Operation.Policy(named(), second.orElseThrow());
      case RENAME_CHAIN -> new Operation.Rename(named(), second.orElseThrow());
      case LIST, LIST_RULES -> new Operation.List(chain);
      default -> throw new IllegalStateException("not a command: " + option);
    };
  }

  private Word named() {
    return chain.orElseThrow();
  }

  /** Rule numbers. */
  static final class RuleNumber {
    private RuleNumber() {}

    static int read(Word word) throws Stop {
      try {
        int number = Integer.decode(word.text());
        if (number >= FIRST && !word.text().startsWith("#")) {
          return number;
        }
      } catch (NumberFormatException notANumber) {
        // said below
      }
      throw Stop.syntax(word.span(), "%s is not a rule number".formatted(quoted(word.text())));
    }
  }
}
