package dev.fwlint.matrix;

import dev.fwlint.ast.Family;
import dev.fwlint.matrix.Flow.Hosts;
import dev.fwlint.matrix.Flow.Sent;
import dev.fwlint.matrix.Flow.Service;
import dev.fwlint.matrix.Flow.Target;
import dev.fwlint.model.Protocols;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.reach.Opening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts openings together that differ in protocol and port alone, and tells them in text. */
final class Flows {
  private static final int LAST_PROTOCOL = 255;
  private static final int LAST_PORT = 65_535;

  /** Where so many protocols are open, those that are not are told if they are fewer. */
  private static final int MOST = 128;

  private final int icmp;
  private final IntervalSet requests;

  Flows(Family family) {
    boolean v4 = family == Family.IPV4;
    icmp = v4 ? Protocols.ICMP : Protocols.ICMPV6;
    requests =
        Opening.requests(family).stream()
            .map(IntervalSet::of)
            .reduce(IntervalSet.EMPTY, IntervalSet::union);
  }

  /** Ports of protocols. */
  private record Some(IntervalSet protocols, IntervalSet ports) {}

  List<Flow> of(List<Opening> openings) {
    Map<Opening, List<Some>> alike = new LinkedHashMap<>();
    for (Opening opening : openings) {
      alike
          .computeIfAbsent(opening.withoutServices(), o -> new ArrayList<>())
          .add(new Some(opening.protocols(), opening.ports()));
    }
    List<Flow> flows = new ArrayList<>();
    alike.forEach((opening, some) -> flows.add(flow(opening, some)));
    // what is sent there first, then by port
    flows.sort(
        Comparator.comparing((Flow flow) -> flow.sent())
            .thenComparing(flow -> !flow.certain())
            .thenComparing(flow -> firstPort(flow)));
    return flows;
  }

  private static int firstPort(Flow flow) {
    return flow.services().stream()
        .flatMap(service -> service.ports().stream())
        .map(port -> Integer.valueOf(port.replaceFirst("-.*", "")))
        .findFirst()
        .orElse(-1);
  }

  private Flow flow(Opening opening, List<Some> some) {
    List<Some> others = others(some);
    boolean except = size(some) >= MOST && ranges(others) < ranges(some);
    Map<String, List<String>> also = new LinkedHashMap<>();
    opening
        .others()
        .forEach((key, values) -> also.put(key, key.equals("mac") ? macs(values) : texts(values)));
    return new Flow(
        except,
        (except ? others : some).stream().map(this::service).toList(),
        switch (opening.sent()) {
          case THERE -> Sent.THERE;
          case TO_HOST -> Sent.HOST;
          case ELSEWHERE -> Sent.ELSEWHERE;
        },
        opening.targets().stream().map(t -> new Target(t.addresses(), t.ports())).toList(),
        hosts(opening.sources()),
        hosts(opening.destinations()),
        also,
        opening.certain(),
        opening.doubts());
  }

  private static Hosts hosts(Opening.Hosts hosts) {
    return new Hosts(hosts.except(), hosts.networks());
  }

  private static double size(List<Some> some) {
    return some.stream().mapToDouble(one -> one.protocols().size()).sum();
  }

  private int ranges(List<Some> some) {
    return some.stream()
        .mapToInt(one -> one.protocols().count() * (isAll(one) ? 1 : one.ports().count()))
        .sum();
  }

  private boolean isAll(Some one) {
    return one.ports().isAll(LAST_PORT);
  }

  /** All that is not among these. */
  private List<Some> others(List<Some> some) {
    Map<IntervalSet, IntervalSet> byPorts = new LinkedHashMap<>();
    IntervalSet told = IntervalSet.EMPTY;
    Map<Long, IntervalSet> ports = new LinkedHashMap<>();
    for (Some one : some) {
      told = told.union(one.protocols());
      if (!isAll(one)) {
        for (int i = 0; i < one.protocols().count(); i++) {
          for (long p = one.protocols().lo(i); p <= one.protocols().hi(i); p++) {
            ports.merge(p, one.ports(), IntervalSet::union);
          }
        }
      }
    }
    IntervalSet none = told.complement(LAST_PROTOCOL);
    if (!none.isEmpty()) {
      byPorts.put(IntervalSet.all(LAST_PORT), none);
    }
    ports.forEach((protocol, open) -> {
      IntervalSet closed = protocol == icmp ? requests.subtract(open) : open.complement(LAST_PORT);
      if (!closed.isEmpty()) {
        byPorts.merge(closed, IntervalSet.of(protocol), IntervalSet::union);
      }
    });
    List<Some> others = new ArrayList<>();
    byPorts.forEach((closed, protocols) -> others.add(new Some(protocols, closed)));
    return others;
  }

  private Service service(Some some) {
    List<String> ports = isAll(some) ? List.of() : texts(some.ports());
    boolean types = some.protocols().contains(icmp) && !isAll(some);
    return new Service(
        names(some.protocols()), types ? List.of() : ports, types ? ports : List.of());
  }

  private static List<String> names(IntervalSet protocols) {
    if (protocols.isAll(LAST_PROTOCOL)) {
      return List.of("all");
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < protocols.count(); i++) {
      long from = protocols.lo(i);
      long to = protocols.hi(i);
      if (to - from < 3) {
        for (long number = from; number <= to; number++) {
          names.add(Protocols.name((int) number));
        }
      } else {
        names.add(from + "-" + to);
      }
    }
    return names;
  }

  private static List<String> texts(IntervalSet set) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < set.count(); i++) {
      texts.add(set.lo(i) == set.hi(i) ? "" + set.lo(i) : set.lo(i) + "-" + set.hi(i));
    }
    return texts;
  }

  private static List<String> macs(IntervalSet set) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < set.count(); i++) {
      String from = mac(set.lo(i));
      texts.add(set.lo(i) == set.hi(i) ? from : from + "-" + mac(set.hi(i)));
    }
    return texts;
  }

  private static String mac(long address) {
    return "%012x".formatted(address).replaceAll("(..)(?!$)", "$1:");
  }
}
