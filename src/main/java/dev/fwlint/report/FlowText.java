package dev.fwlint.report;

import dev.fwlint.matrix.Flow;
import dev.fwlint.matrix.Flow.Hosts;
import dev.fwlint.matrix.Flow.Sent;
import dev.fwlint.matrix.Flow.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a cell of a matrix says, for people: {@code tcp 22, 443 from 192.0.2.0/24}, {@code tcp 8080
 * -> 80 (172.18.0.2)}. Not escaped: doubts are in the words of the input.
 */
final class FlowText {
  /** So many networks or ports are told; then only how many more there are. */
  private static final int MANY = 12;

  private FlowText() {}

  static String of(Flow flow) {
    StringBuilder text = new StringBuilder(flow.certain() ? "" : "maybe ");
    text.append(services(flow));
    if (flow.sent() == Sent.ELSEWHERE) {
      text.append(" to ")
          .append(flow.destinations().isAll() ? "any address" : hosts(flow.destinations()));
    } else if (!flow.destinations().isAll()) {
      text.append(" to ").append(hosts(flow.destinations()));
    }
    if (!flow.targets().isEmpty()) {
      text.append(" -> ")
          .append(
              flow.targets().stream().map(FlowText::target).collect(Collectors.joining(" or ")));
    }
    if (!flow.sources().isAll()) {
      text.append(" from ").append(hosts(flow.sources()));
    }
    flow.also()
        .forEach((key, values) -> text.append(", ").append(key).append(' ').append(some(values)));
    if (!flow.certain()) {
      text.append(" [").append(String.join(" and ", flow.doubts())).append(']');
    }
    return text.toString();
  }

  private static String target(Flow.Target target) {
    if (target.address().isEmpty()) {
      return target.port().isEmpty() ? "the host" : target.port();
    }
    return target.port().isEmpty()
        ? target.address()
        : target.port() + " (" + target.address() + ")";
  }

  private static String services(Flow flow) {
    if (flow.services().isEmpty()) {
      return "all";
    }
    String services =
        flow.services().stream().map(FlowText::service).collect(Collectors.joining("; "));
    return flow.except() ? "all but " + services : services;
  }

  private static String service(Service service) {
    List<String> numbers = service.ports().isEmpty() ? service.icmpTypes() : service.ports();
    String names = some(service.protocols());
    return numbers.isEmpty() ? names : names + " " + some(numbers);
  }

  private static String hosts(Hosts hosts) {
    return (hosts.except() ? "all but " : "") + some(hosts.networks());
  }

  /** A list whose end may be left out, which is said. */
  static String some(List<String> items) {
    if (items.size() <= MANY) {
      return String.join(", ", items);
    }
    List<String> told = new ArrayList<>(items.subList(0, MANY));
    return String.join(", ", told) + " and " + (items.size() - MANY) + " more";
  }
}
