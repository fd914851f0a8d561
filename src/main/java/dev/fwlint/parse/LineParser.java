package dev.fwlint.parse;

import dev.fwlint.ast.Word;
import dev.fwlint.parse.IptablesSaveParser.LineContext;
import dev.fwlint.parse.IptablesSaveParser.RestContext;
import dev.fwlint.source.SourceFile;
import dev.fwlint.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ConsoleErrorListener;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.jspecify.annotations.Nullable;

/** Splits single lines into their parts by the grammar. */
final class LineParser {
  private final SourceFile source;
  private final IptablesSaveLexer lexer;
  private final CommonTokenStream tokens;
  private final IptablesSaveParser parser;
  private int lineStart;

  LineParser(SourceFile source) {
    this.source = source;
    lexer = new IptablesSaveLexer(new LineStream(source, 0, 0));
    lexer.removeErrorListener(ConsoleErrorListener.INSTANCE);
    tokens = new CommonTokenStream(lexer);
    parser = new IptablesSaveParser(tokens);
    parser.removeErrorListeners();
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
  }

  /** A line's parts. */
  sealed interface Parts {
    record Comment() implements Parts {}

    record Table(Word name) implements Parts {}

    record Chain(Word name, Optional<Word> policy, List<Word> more) implements Parts {}

    record Commit() implements Parts {}

    /** {@code openCounters}: where a {@code [} has no {@code ]}. */
    record Command(Optional<Span> counters, Optional<Span> openCounters, List<Word> words)
        implements Parts {}
  }

  /** The parts of a line, from 1, its first characters skipped. */
  Parts parse(int line, int skip) {
    lineStart = source.lineStart(line) + skip;
    lexer.setInputStream(new LineStream(source, lineStart, source.lineEnd(line)));
    tokens.setTokenSource(lexer);
    parser.setTokenStream(tokens);
    LineContext tree = parser.line();
    if (tree.COMMENT() != null) {
      return new Parts.Comment();
    }
    if (tree.TABLE() != null) {
      return new Parts.Table(name(tree.TABLE().getSymbol()));
    }
    if (tree.CHAIN() != null) {
      return chain(tree);
    }
    return tree.COMMIT() != null ? new Parts.Commit() : command(tree);
  }

  private Parts chain(LineContext tree) {
    Optional<Word> policy = Optional.ofNullable(tree.policy).map(p -> word(p.getStart()));
    return new Parts.Chain(name(tree.CHAIN().getSymbol()), policy, words(tree.rest()));
  }

  private Parts command(LineContext tree) {
    List<Word> words = words(tree.rest());
    Optional<Span> counters =
        Optional.ofNullable(tree.COUNTERS()).map(node -> span(node.getSymbol(), 0));
    boolean open =
        !words.isEmpty()
            && words.getFirst().span().start() == lineStart
            && words.getFirst().text().startsWith("[");
    Optional<Span> openCounters = open ? Optional.of(words.getFirst().span()) : Optional.empty();
    return new Parts.Command(counters, openCounters, words);
  }

  private List<Word> words(@Nullable RestContext rest) {
    List<Word> words = new ArrayList<>();
    if (rest != null) {
      rest.word().forEach(word -> words.add(word(word.getStart())));
    }
    return words;
  }

  /** The name behind a {@code *} or {@code :}. */
  private Word name(Token token) {
    String text = token.getText();
    int from = 1;
    while (from < text.length() && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
      from++;
    }
    return new Word(text.substring(from), span(token, from));
  }

  private Word word(Token token) {
    return new Word(Quoting.unquote(token.getText()), span(token, 0));
  }

  private Span span(Token token, int skip) {
    return new Span(
        source, lineStart + token.getStartIndex() + skip, lineStart + token.getStopIndex() + 1);
  }
}
