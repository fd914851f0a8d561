package dev.fwlint.kernel;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fwlint.ast.Backend;
import dev.fwlint.ast.Family;
import dev.fwlint.kernel.Counters.Place;
import dev.fwlint.kernel.Outcome.Fate;
import dev.fwlint.kernel.Outcome.NotStaged;
import dev.fwlint.kernel.Outcome.Observation;
import dev.fwlint.model.PacketJson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/**
 * Asks the kernel from the command line: {@code LabMain --backend legacy|nft [--v6] RULES <
 * packets.jsonl} answers one JSON object a packet.
 */
final class LabMain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LabMain() {}

  public static void main(String[] arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(arguments));
    Family family = words.remove("--v6") ? Family.IPV6 : Family.IPV4;
    Backend backend = Backend.LEGACY;
    int option = words.indexOf("--backend");
    if (option >= 0) {
      words.remove(option);
      backend = Backend.valueOf(words.remove(option).toUpperCase(Locale.ROOT));
    }
    try (KernelLab lab = new KernelLab(family, backend)) {
      KernelLab.Load load = lab.load(Files.readString(Path.of(words.getFirst())));
      if (!load.loads()) {
        System.err.println(load.messages());
        System.exit(4);
      }
      answer(lab);
    }
  }

  private static void answer(KernelLab lab) throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (!line.isBlank()) {
        System.out.println(JSON.writeValueAsString(fields(lab.send(PacketJson.read(line)))));
      }
    }
  }

  private static Map<String, Object> fields(Outcome outcome) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (outcome) {
      case NotStaged not -> fields.put("not_staged", not.why());
      case Observation seen -> {
        fields.put("hits", places(seen.hits()));
        fields.put("policy", places(seen.policy()));
        fields.put("fate", text(seen.fate()));
      }
    }
    return fields;
  }

  private static List<List<Object>> places(SortedMap<Place, Long> counts) {
    List<List<Object>> places = new ArrayList<>();
    counts.forEach((place, count) -> {
      for (long i = 0; i < count; i++) {
        places.add(
            place.index() == 0
                ? List.of(place.table(), place.chain())
                : List.of(place.table(), place.chain(), place.index()));
      }
    });
    return places;
  }

  private static String text(Fate fate) {
    return switch (fate) {
      case Fate.Left left -> "left by %s: %s".formatted(left.out(), left.as());
      case Fate.Delivered delivered ->
          "delivered" + delivered.as().map(ends -> ": " + ends).orElse("");
      case Fate.Rejected rejected -> "rejected";
      case Fate.Vanished vanished -> "vanished";
    };
  }
}
