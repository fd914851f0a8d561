package dev.fwlint.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.fwlint.catalog.Page;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** The catalogue for programs: a JSON list, an object a rule. */
public final class CatalogJson {
  private CatalogJson() {}

  /** Without the pages' bodies. */
  public static String write(List<Page> pages) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartArray();
      for (Page page : pages) {
        json.writeStartObject();
        json.writeStringField("id", page.id());
        json.writeStringField("name", page.name());
        json.writeStringField("category", page.category());
        json.writeStringField("level", page.severity().level());
        json.writeStringField("precision", page.precision().label());
        json.writeStringField("summary", page.summary());
        json.writeArrayFieldStart("tags");
        for (String tag : page.tags()) {
          json.writeString(tag);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return text.toString();
  }
}
