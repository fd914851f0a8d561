package dev.fwlint.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fwlint.matrix.Flow;
import dev.fwlint.matrix.Flow.Hosts;
import dev.fwlint.matrix.Matrix;
import dev.fwlint.matrix.Matrix.Cell;
import dev.fwlint.matrix.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A matrix for programs; {@code docs/matrix.schema.json} tells what it holds. */
public final class MatrixJson {
  private MatrixJson() {}

  public static void write(Matrix matrix, Appendable out) throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      Json.field(json, "complete", matrix.complete());
      Json.field(json, "missingTables", matrix.missing());
      Json.field(json, "places", matrix.places().stream().map(MatrixJson::place).toList());
      json.writeArrayFieldStart("cells");
      for (Cell cell : matrix.cells()) {
        Json.write(json, cell(cell));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.append('\n');
  }

  private static Map<String, Object> place(Place place) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", place.name());
    fields.put("kind", word(place.kind()));
    if (place.kind() != Place.Kind.HOST) {
      fields.put("interface", place.device());
    }
    if (place.kind() == Place.Kind.NETWORK) {
      fields.put("subnets", place.subnets());
      fields.put("notes", place.notes());
    }
    return fields;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> cell(Cell cell) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", cell.from().stream().map(Place::name).toList());
    fields.put("to", cell.to().name());
    fields.put("crosses", cell.crosses());
    fields.put("open", cell.flows().stream().map(MatrixJson::flow).toList());
    if (!cell.example().isEmpty()) {
      fields.put("example", cell.example());
    }
    return fields;
  }

  private static Map<String, Object> flow(Flow flow) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("certain", flow.certain());
    List<Object> services = new ArrayList<>();
    flow.services().forEach(service -> services.add(service(service)));
    fields.put(flow.except() ? "allBut" : "services", services);
    fields.put("sentTo", word(flow.sent()));
    if (!flow.targets().isEmpty()) {
      fields.put("translatedTo", flow.targets().stream().map(MatrixJson::target).toList());
    }
    hosts("source", flow.sources(), fields);
    hosts("destination", flow.destinations(), fields);
    fields.putAll(flow.also());
    if (!flow.certain()) {
      fields.put("hangsOn", flow.doubts());
    }
    return fields;
  }

  private static Map<String, Object> service(Flow.Service service) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("protocols", service.protocols());
    if (!service.ports().isEmpty()) {
      fields.put("ports", service.ports());
    }
    if (!service.icmpTypes().isEmpty()) {
      fields.put("icmpTypes", service.icmpTypes());
    }
    return fields;
  }

  private static Map<String, Object> target(Flow.Target target) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!target.address().isEmpty()) {
      fields.put("address", target.address());
    }
    if (!target.port().isEmpty()) {
      fields.put("port", target.port());
    }
    return fields;
  }

  private static void hosts(String key, Hosts hosts, Map<String, Object> fields) {
    if (!hosts.isAll()) {
      fields.put(hosts.except() ? key + "AllBut" : key, hosts.networks());
    }
  }
}
