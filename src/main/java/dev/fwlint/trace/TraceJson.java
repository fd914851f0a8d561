package dev.fwlint.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fwlint.model.Step;
import java.io.IOException;
import java.io.StringWriter;
import java.util.stream.Stream;

/** Writes traces, and what went wrong with one, as JSON objects of one line each. */
public final class TraceJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private TraceJson() {}

  /**
   * {@code {"verdict": ..., "hits": [[table, chain, index], ...], "policy": [...], "unknown":
   * [...]}}.
   */
  public static String write(Trace trace) {
    return object(json -> {
      json.writeStringField("verdict", trace.verdict().name());
      steps(json, "hits", trace.hits());
      json.writeArrayFieldStart("policy");
      for (Trace.Event.Policy policy : trace.policies().toList()) {
        json.writeStartArray();
        json.writeString(policy.table());
        json.writeString(policy.chain());
        json.writeEndArray();
      }
      json.writeEndArray();
      steps(json, "unknown", trace.unknown());
    });
  }

  /** What stands in a trace's place where the packet could not be read. */
  public static String error(String message) {
    return object(json -> json.writeStringField("error", message));
  }

  private static void steps(JsonGenerator json, String name, Stream<Step> steps)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Step step : steps.toList()) {
      json.writeStartArray();
      json.writeString(step.table());
      json.writeString(step.chain());
      json.writeNumber(step.index());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  @FunctionalInterface
  private interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  private static String object(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString();
  }
}
