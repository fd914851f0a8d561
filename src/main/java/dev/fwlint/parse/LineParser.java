package dev.fwlint.parse;

import dev.fwlint.ast.Word;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ConsoleErrorListener;
import org.antlr.v4.runtime.Token;

/** Splits single lines into their parts by the grammar. */
final class LineParser {
  private final SourceFile source;
  private final IptablesSave lexer;
  private final Texts texts;
  private final List<Token> tokens = new ArrayList<>();
  private int lineStart;
  private int line;

  LineParser(SourceFile source) {
    this.source = source;
    texts = new Texts(source.text());
    lexer = new IptablesSave(new LineStream(source, 0, 0));
    lexer.removeErrorListener(ConsoleErrorListener.INSTANCE);
  }

  /** A line's parts. */
  sealed interface Parts {
    record Comment() implements Parts {}

    record Table(Word name) implements Parts {}

    record Chain(Word name, Optional<Word> policy, List<Word> more) implements Parts {}

    record Commit() implements Parts {}

    /**
     * @param openCounters where a {@code [} has no {@code ]}
     * @param line the whole line
     */
    record Command(
        Optional<Span> counters, Optional<Span> openCounters, List<Word> words, Span line)
        implements Parts {
      public Command {
        words = List.copyOf(words);
      }
    }

    /** A line that iptables-restore takes apart by itself. */
    record TooLong() implements Parts {}
  }

  /** The parts of a line, from 1, its first characters skipped. */
  Parts parse(int number, int skip) {
    line = number;
    lineStart = source.lineStart(line) + skip;
    lexer.setInputStream(new LineStream(source, lineStart, source.lineEnd(line)));
    tokens.clear();
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      tokens.add(token);
    }
    return switch (tokens.isEmpty() ? Token.EOF : tokens.getFirst().getType()) {
      case IptablesSave.COMMENT -> new Parts.Comment();
      case IptablesSave.TABLE -> new Parts.Table(name(tokens.getFirst()));
      case IptablesSave.CHAIN -> chain();
      case IptablesSave.COMMIT -> tokens.size() == 1 ? new Parts.Commit() : command();
      case IptablesSave.COUNTERS ->
          command(Optional.of(span(tokens.getFirst(), 0)), Optional.empty(), words(1));
      default -> command();
    };
  }

  private Parts command() {
    List<Word> words = words(0);
    Optional<Span> openCounters =
        words.stream()
            .findFirst()
            .map(Word::span)
            .filter(span -> span.start() == lineStart && source.text().charAt(lineStart) == '[');
    return command(Optional.empty(), openCounters, words);
  }

  private Parts command(Optional<Span> counters, Optional<Span> openCounters, List<Word> words) {
    return new Parts.Command(counters, openCounters, words, source.lineSpan(line));
  }

  private Parts chain() {
    List<Word> words = words(1);
    Optional<Word> policy = words.stream().findFirst();
    List<Word> more = words.isEmpty() ? words : words.subList(1, words.size());
    return new Parts.Chain(name(tokens.getFirst()), policy, more);
  }

  /** The words among the tokens from this one on. */
  private List<Word> words(int from) {
    List<Word> words = new ArrayList<>(tokens.size() / 2 + 1);
    for (Token token : tokens.subList(from, tokens.size())) {
      if (token.getType() != IptablesSave.SPACE) {
        words.add(word(token));
      }
    }
    return words;
  }

  /** The name behind a {@code *} or {@code :}. */
  private Word name(Token token) {
    Span whole = span(token, 1);
    int from = whole.start();
    while (from < whole.end() && " \t".indexOf(source.text().charAt(from)) >= 0) {
      from++;
    }
    Span span = new Span(source, from, whole.end());
    return new Word(texts.of(span), span);
  }

  private Word word(Token token) {
    Span span = span(token, 0);
    return new Word(Quoting.unquote(texts.of(span)), span);
  }

  private Span span(Token token, int skip) {
    return new Span(
        source, lineStart + token.getStartIndex() + skip, lineStart + token.getStopIndex() + 1);
  }
}
