package dev.fwlint.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import dev.fwlint.model.KnownNetwork.Container;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@code docker network inspect} prints: a list of networks, or one after the other.
 * Only what matters here is looked at; all else may be anything.
 */
public final class NetworksReader {
  private static final String PRINTED_BY = "docker network inspect";
  private static final String NAME_OPTION = "com.docker.network.bridge.name";

  private final JsonFacts json;
  private final List<KnownNetwork> networks = new ArrayList<>();

  private NetworksReader(JsonFacts json) {
    this.json = json;
  }

  /**
   * The networks that have a bridge, in the order of the file.
   *
   * @throws FactsFormatException where the file is something else; it says where
   */
  public static List<KnownNetwork> read(SourceFile source) throws FactsFormatException {
    return JsonFacts.read(source, PRINTED_BY, json -> new NetworksReader(json).networks());
  }

  private List<KnownNetwork> networks() throws IOException, FactsFormatException {
    JsonToken token = json.next();
    if (token == null) {
      throw json.wrong("the file is empty; it should hold what docker network inspect prints");
    }
    while (token != null) {
      if (token == JsonToken.START_ARRAY) {
        json.each("networks", this::network);
      } else {
        network();
      }
      token = json.next();
    }
    return networks;
  }

  /** What has been read of one network. */
  private static final class Draft {
    private String name = "";
    private String id = "";
    private String driver = "";
    private boolean internal;
    private final List<Network> subnets = new ArrayList<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<Container> containers = new ArrayList<>();
  }

  private void network() throws IOException, FactsFormatException {
    JsonLocation start = json.at();
    Draft draft = new Draft();
    json.object(
        "a network as docker network inspect prints it",
        key -> {
          switch (key) {
            case "Name" -> draft.name = text();
            case "Id" -> draft.id = text();
            case "Driver" -> draft.driver = text();
            case "Internal" -> draft.internal = json.flag();
            case "IPAM" -> ifGiven(() -> ipam(draft));
            case "Options" ->
                ifGiven(() -> json.object("options", option -> draft.options.put(option, text())));
            case "Containers" ->
                ifGiven(() -> json.object("containers", id -> draft.containers.add(container())));
            default -> json.skip();
          }
        });
    if (draft.name.isEmpty() || draft.driver.isEmpty()) {
      throw json.wrong(start, "a network needs a \"Name\" and a \"Driver\"");
    }
    if (draft.driver.equals("bridge")) {
      networks.add(bridged(draft, start));
    }
  }

  /** The name that Docker gives a bridge is in the network's identity. */
  private KnownNetwork bridged(Draft draft, JsonLocation start) throws FactsFormatException {
    String bridge = draft.options.getOrDefault(NAME_OPTION, "");
    if (bridge.isEmpty() && draft.name.equals("bridge")) {
      bridge = "docker0";
    }
    if (bridge.isEmpty()) {
      if (!draft.id.matches("[0-9a-f]{12,64}")) {
        throw json.wrong(start, "a network needs an \"Id\" of 12 to 64 hexadecimal digits");
      }
      bridge = "br-" + draft.id.substring(0, 12);
    }
    return new KnownNetwork(
        draft.name, bridge, draft.subnets, draft.internal, draft.options, draft.containers);
  }

  private void ipam(Draft draft) throws IOException, FactsFormatException {
    json.object(
        "an object with a Config",
        key -> {
          switch (key) {
            case "Config" ->
                ifGiven(() -> json.each("a list of subnets", () -> ifGiven(() -> subnet(draft))));
            default -> json.skip();
          }
        });
  }

  private void subnet(Draft draft) throws IOException, FactsFormatException {
    json.object(
        "an object with a Subnet",
        key -> {
          switch (key) {
            case "Subnet" ->
                draft.subnets.add(json.parsed("a subnet such as 172.18.0.0/16", Network::parse));
            default -> json.skip();
          }
        });
  }

  private Container container() throws IOException, FactsFormatException {
    List<String> name = new ArrayList<>(List.of(""));
    List<Address> addresses = new ArrayList<>();
    ifGiven(() ->
        json.object(
            "a container",
            key -> {
              switch (key) {
                case "Name" -> name.set(0, text());
                case "IPv4Address", "IPv6Address" -> {
                  if (!text().isEmpty()) {
                    addresses.add(
                        json.parsed("an address such as 172.18.0.2/16", NetworksReader::address));
                  }
                }
                default -> json.skip();
              }
            }));
    return new Container(name.getFirst(), addresses);
  }

  private static Optional<Address> address(String withLength) {
    return Address.parse(withLength.replaceFirst("/\\d{1,3}$", ""));
  }

  private void ifGiven(JsonFacts.Item value) throws IOException, FactsFormatException {
    if (!json.isNull()) {
      value.read();
    }
  }

  private String text() throws IOException, FactsFormatException {
    return json.isNull() ? "" : json.text();
  }
}
