package dev.fwlint.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.fwlint.extension.Quoted;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** Reads a file of JSON value by value, and says in which place what is wrong. */
final class JsonFacts {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Where a list or an object began, in the parser's own words. */
  private static final String PLACE_IN_TEXT = " \\(start marker at .*";

  private final SourceFile source;
  private final JsonParser parser;

  private JsonFacts(SourceFile source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /** Makes something of a file. */
  interface Use<T> {
    T of(JsonFacts json) throws IOException, FactsFormatException;
  }

  /** What is done with each value of an array. */
  interface Item {
    void read() throws IOException, FactsFormatException;
  }

  /** What is done with the value of a key. */
  interface Field {
    void read(String key) throws IOException, FactsFormatException;
  }

  /**
   * @param printed what prints such files
   */
  static <T> T read(SourceFile source, String printed, Use<T> use) throws FactsFormatException {
    try (JsonParser parser = FACTORY.createParser(source.text())) {
      return use.of(new JsonFacts(source, parser));
    } catch (JacksonException notJson) {
      String why = String.valueOf(notJson.getOriginalMessage()).lines().findFirst().orElse("");
      throw new FactsFormatException(
          place(source, notJson.getLocation()),
          "it is not JSON as %s prints it: %s".formatted(printed, plain(why)));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String place(SourceFile source, JsonLocation at) {
    return at == null
        ? source.name() + ":1:1"
        : "%s:%d:%d".formatted(source.name(), at.getLineNr(), Math.max(1, at.getColumnNr()));
  }

  /** What quotes the input may hold anything. */
  private static String plain(String text) {
    String quoted = Quoted.quoted(text.replaceFirst(PLACE_IN_TEXT, ""));
    return quoted.substring(1, quoted.length() - 1).replace("\\\"", "\"");
  }

  JsonLocation at() {
    return parser.currentTokenLocation();
  }

  FactsFormatException wrong(JsonLocation at, String message, Object... values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Quoted.quoted(String.valueOf(values[i]));
    }
    return new FactsFormatException(place(source, at), message.formatted(values));
  }

  FactsFormatException wrong(String message, Object... values) {
    return wrong(at(), message, values);
  }

  private FactsFormatException unwanted(String wanted) throws IOException {
    JsonToken token = parser.currentToken();
    String found =
        token == null
            ? "the file ends"
            : "there is "
                + switch (token) {
                  case START_OBJECT -> "an object";
                  case START_ARRAY -> "a list";
                  case VALUE_NULL -> "null";
                  default -> Quoted.quoted(parser.getText());
                };
    return new FactsFormatException(place(source, at()), found + ", not " + wanted);
  }

  JsonToken next() throws IOException {
    return parser.nextToken();
  }

  String name() throws IOException {
    return parser.currentName();
  }

  void skip() throws IOException {
    parser.skipChildren();
  }

  /** That the first token is this one. */
  void expect(JsonToken token, String wanted) throws IOException, FactsFormatException {
    if (next() != token) {
      throw unwanted(wanted);
    }
  }

  /** That nothing follows. */
  void end() throws IOException, FactsFormatException {
    if (next() != null) {
      throw unwanted("the end of the file");
    }
  }

  /** Reads the array that begins here. */
  void each(String wanted, Item item) throws IOException, FactsFormatException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw unwanted(wanted);
    }
    while (next() != JsonToken.END_ARRAY) {
      item.read();
    }
  }

  /** Reads the object that begins here. */
  void object(String wanted, Field field) throws IOException, FactsFormatException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unwanted(wanted);
    }
    while (next() != JsonToken.END_OBJECT) {
      String key = name();
      next();
      field.read(key);
    }
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  /** Whether a key has a value. */
  boolean isThere() throws IOException {
    boolean there = !isNull();
    skip();
    return there;
  }

  String text() throws IOException, FactsFormatException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw unwanted("text");
    }
    return parser.getText();
  }

  String textOrNumber() throws IOException, FactsFormatException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getText() : text();
  }

  long number(long most) throws IOException, FactsFormatException {
    boolean small =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!small || parser.getLongValue() < 0 || parser.getLongValue() > most) {
      throw unwanted("a number from 0 to " + most);
    }
    return parser.getLongValue();
  }

  boolean flag() throws IOException, FactsFormatException {
    if (!parser.currentToken().isBoolean()) {
      throw unwanted("true or false");
    }
    return parser.getBooleanValue();
  }

  Address address() throws IOException, FactsFormatException {
    return parsed("an address", Address::parse);
  }

  <T> T parsed(String wanted, Function<String, Optional<T>> parse)
      throws IOException, FactsFormatException {
    Optional<T> value = parse.apply(text());
    if (value.isEmpty()) {
      throw unwanted(wanted);
    }
    return value.get();
  }
}
