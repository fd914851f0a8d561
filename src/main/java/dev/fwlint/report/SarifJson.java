package dev.fwlint.report;

import com.contrastsecurity.sarif.ReportingConfiguration;
import com.contrastsecurity.sarif.Result;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * Writes the SARIF library's objects. The library leaves out whatever has SARIF's default, a level
 * of {@code warning} too; code that reads logs is not always that careful, so levels are always
 * written.
 */
final class SarifJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addMixIn(Result.class, ExplicitResultLevel.class)
          .addMixIn(ReportingConfiguration.class, ExplicitDefaultLevel.class)
          .build();

  private SarifJson() {}

  static JsonGenerator generator(Appendable out, boolean indented) throws IOException {
    JsonGenerator json = Json.generator(out).setCodec(MAPPER);
    return indented ? json : json.setPrettyPrinter(new MinimalPrettyPrinter());
  }

  @SuppressWarnings("unused") // for Jackson
  private interface ExplicitResultLevel {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    Result.Level getLevel();
  }

  @SuppressWarnings("unused") // for Jackson
  private interface ExplicitDefaultLevel {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    ReportingConfiguration.Level getLevel();
  }
}
