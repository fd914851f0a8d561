package dev.fwlint.docker;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.fwlint.model.Address;
import dev.fwlint.model.KnownNetwork;
import dev.fwlint.model.KnownNetwork.Container;
import dev.fwlint.model.Network;
import dev.fwlint.source.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@code docker network inspect} prints: a list of networks, or one after the other.
 * Only what matters here is looked at; all else may be anything.
 */
public final class NetworksJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String NAME_OPTION = "com.docker.network.bridge.name";

  private final SourceFile source;
  private final JsonParser parser;

  private NetworksJson(SourceFile source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
  }

  /**
   * The networks that have a bridge, in the order of the file.
   *
   * @throws NetworksFormatException where the file is something else; it says where
   */
  public static List<KnownNetwork> read(SourceFile source) throws NetworksFormatException {
    try (JsonParser parser = FACTORY.createParser(source.text())) {
      return new NetworksJson(source, parser).networks();
    } catch (JacksonException notJson) {
      throw at(source, notJson.getLocation(), "this is not JSON: " + reason(notJson));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String reason(JacksonException notJson) {
    String message = notJson.getOriginalMessage();
    return message == null ? "" : message.lines().findFirst().orElse("");
  }

  private static NetworksFormatException at(SourceFile source, JsonLocation place, String message) {
    return new NetworksFormatException(
        "%s:%d:%d: %s"
            .formatted(
                source.name(),
                place == null ? 1 : place.getLineNr(),
                place == null ? 1 : Math.max(1, place.getColumnNr()),
                message));
  }

  private NetworksFormatException wrong(String message) {
    return at(source, parser.currentTokenLocation(), message);
  }

  private List<KnownNetwork> networks() throws IOException, NetworksFormatException {
    List<KnownNetwork> networks = new ArrayList<>();
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw wrong("the file is empty; it should hold what docker network inspect prints");
    }
    while (token != null) {
      if (token == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          network().ifPresent(networks::add);
        }
      } else {
        network().ifPresent(networks::add);
      }
      token = parser.nextToken();
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

  private Optional<KnownNetwork> network() throws IOException, NetworksFormatException {
    JsonLocation start = parser.currentTokenLocation();
    Draft draft = new Draft();
    object(
        "a network",
        key -> {
          switch (key) {
            case "Name" -> draft.name = text();
            case "Id" -> draft.id = text();
            case "Driver" -> draft.driver = text();
            case "Internal" -> draft.internal = truth();
            case "IPAM" -> ipam(draft);
            case "Options" -> object("Options", option -> draft.options.put(option, text()));
            case "Containers" -> object("Containers", id -> draft.containers.add(container()));
            default -> parser.skipChildren();
          }
        });
    if (draft.name.isEmpty() || draft.driver.isEmpty()) {
      throw at(source, start, "a network needs a \"Name\" and a \"Driver\"");
    }
    return draft.driver.equals("bridge") ? Optional.of(bridged(draft, start)) : Optional.empty();
  }

  /** The name that Docker gives a bridge is in the network's identity. */
  private KnownNetwork bridged(Draft draft, JsonLocation start) throws NetworksFormatException {
    String bridge = draft.options.getOrDefault(NAME_OPTION, "");
    if (bridge.isEmpty() && draft.name.equals("bridge")) {
      bridge = "docker0";
    }
    if (bridge.isEmpty()) {
      if (!draft.id.matches("[0-9a-f]{12,64}")) {
        throw at(source, start, "a network needs an \"Id\" of 12 to 64 hexadecimal digits");
      }
      bridge = "br-" + draft.id.substring(0, 12);
    }
    return new KnownNetwork(
        draft.name, bridge, draft.subnets, draft.internal, draft.options, draft.containers);
  }

  private void ipam(Draft draft) throws IOException, NetworksFormatException {
    object(
        "IPAM",
        key -> {
          if (key.equals("Config")) {
            array("Config", () -> object("Config", part -> subnet(draft, part)));
          } else {
            parser.skipChildren();
          }
        });
  }

  private void subnet(Draft draft, String key) throws IOException, NetworksFormatException {
    if (key.equals("Subnet")) {
      draft.subnets.add(parsed(text(), Network::parse, "a subnet such as 172.18.0.0/16"));
    } else {
      parser.skipChildren();
    }
  }

  private Container container() throws IOException, NetworksFormatException {
    List<String> name = new ArrayList<>(List.of(""));
    List<Address> addresses = new ArrayList<>();
    object(
        "a container",
        key -> {
          switch (key) {
            case "Name" -> name.set(0, text());
            case "IPv4Address", "IPv6Address" -> {
              String address = text();
              if (!address.isEmpty()) {
                addresses.add(
                    parsed(
                        address,
                        given -> Address.parse(given.replaceFirst("/\\d{1,3}$", "")),
                        "an address such as 172.18.0.2/16"));
              }
            }
            default -> parser.skipChildren();
          }
        });
    return new Container(name.getFirst(), addresses);
  }

  private <T> T parsed(String text, Function<String, Optional<T>> parse, String what)
      throws NetworksFormatException {
    return parse.apply(text).orElseThrow(() -> wrong("this should be " + what));
  }

  /** Reads what stands at a key, or in a list; the parser is at its first token. */
  private interface Part {
    void read(String key) throws IOException, NetworksFormatException;
  }

  private interface Item {
    void read() throws IOException, NetworksFormatException;
  }

  /** An object's parts; null is one without any. */
  private void object(String what, Part part) throws IOException, NetworksFormatException {
    if (parser.currentToken() == JsonToken.VALUE_NULL && !what.equals("a network")) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(what + " should be an object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      part.read(key);
    }
  }

  private void array(String what, Item item) throws IOException, NetworksFormatException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(what + " should be a list");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      item.read();
    }
  }

  private String text() throws IOException, NetworksFormatException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("this should be text");
    }
    return parser.getText();
  }

  private boolean truth() throws IOException, NetworksFormatException {
    if (!parser.currentToken().isBoolean()) {
      throw wrong("this should be true or false");
    }
    return parser.getBooleanValue();
  }
}
