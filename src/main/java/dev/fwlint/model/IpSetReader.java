package dev.fwlint.model;

import dev.fwlint.ast.Family;
import dev.fwlint.model.SetElement.Part;
import dev.fwlint.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what {@code ipset save} prints: sets, and what is in them (ipset(8)). */
public final class IpSetReader {
  /** More than any host has; what files hold that are larger is not read. */
  private static final int MOST_ELEMENTS = 2_000_000;

  private static final Set<String> CREATE_FLAGS = Set.of("comment", "skbinfo");
  private static final Set<String> CREATE_OPTIONS =
      Set.of("hashsize", "maxelem", "bucketsize", "initval", "size", "range", "probes", "resize");
  private static final Set<String> ADD_OPTIONS =
      Set.of("packets", "bytes", "comment", "skbmark", "skbprio", "skbqueue", "before", "after");

  private final SourceFile source;
  private final Map<String, Building> sets = new LinkedHashMap<>();
  private long elements;

  /** A set while it is read: what is added twice is there once, as it was added last. */
  private record Building(IpSet set, boolean expires, Map<List<Part>, SetElement> elements) {
    void add(SetElement element) {
      // in a bitmap, an address has one MAC address
      boolean one = set.type() == IpSetType.BITMAP_IP_MAC;
      List<Part> parts = element.parts();
      elements.put(one ? parts.subList(0, 1) : parts, element);
    }

    IpSet done() {
      return set.changed(IpSet.Changes.NONE, List.copyOf(elements.values()));
    }
  }

  private IpSetReader(SourceFile source) {
    this.source = source;
  }

  /** Reads a file. */
  public static IpSets read(SourceFile source) throws FactsFormatException {
    return new IpSetReader(source).sets();
  }

  private IpSets sets() throws FactsFormatException {
    for (int line = 1; line <= source.lineCount(); line++) {
      SetLine words = new SetLine(source, line);
      if (words.hasNext()) {
        line(words);
      }
    }
    Map<String, IpSet> done = new LinkedHashMap<>();
    // a list comes behind what it lists, and holds it as it is in the end
    sets.values().forEach(building -> done.put(building.set().name(), done(building, done)));
    return new IpSets(done);
  }

  private static IpSet done(Building building, Map<String, IpSet> done) {
    if (building.set().type() != IpSetType.LIST_SET) {
      return building.done();
    }
    List<SetElement> members =
        building.elements().values().stream().map(element -> resolved(element, done)).toList();
    return building.set().changed(IpSet.Changes.NONE, members);
  }

  private static SetElement resolved(SetElement element, Map<String, IpSet> done) {
    if (element.parts().getFirst() instanceof Part.Member(IpSet set)) {
      IpSet member = done.getOrDefault(set.name(), set);
      return new SetElement(List.of(new Part.Member(member)), false, element.expires());
    }
    return element;
  }

  private void line(SetLine words) throws FactsFormatException {
    String command = words.next("a command");
    switch (command) {
      case "create", "-N" -> create(words);
      case "add", "-A" -> add(words);
      default ->
          throw words.wrong(
              "%s is neither create nor add; write the file with ipset save", command);
    }
  }

  private void create(SetLine words) throws FactsFormatException {
    String name = words.next("a set's name");
    if (sets.containsKey(name)) {
      throw words.wrong("the set %s is created twice", name);
    }
    String typeName = words.next("a set's type");
    IpSetType type =
        IpSetType.of(typeName)
            .orElseThrow(
                () -> words.wrong("%s is no type of set; they are " + IpSetType.all(), typeName));
    Options options = new Options();
    while (words.hasNext()) {
      options.read(words);
    }
    Optional<Family> own = type.hasFamily() ? Optional.of(options.family) : Optional.empty();
    IpSet set = new IpSet(name, type, own, options.shape(), List.of(), IpSet.Changes.NONE);
    sets.put(name, new Building(set, options.expires, new LinkedHashMap<>()));
  }

  /** What a set was created with. */
  private static final class Options {
    Family family = Family.IPV4;
    Optional<SetLine> mask = Optional.empty();
    long markMask = 0xffff_ffffL;
    boolean counts;
    boolean timed;
    boolean expires;
    boolean makesRoom;

    void read(SetLine words) throws FactsFormatException {
      String option = words.next("an option");
      switch (option) {
        case "family" -> family = family(words);
        case "netmask", "bitmask" -> mask = Optional.of(words.remember());
        case "markmask" -> markMask = words.number(0xffff_ffffL);
        case "timeout" -> {
          timed = true;
          expires = words.number(0xffff_ffffL) > 0;
        }
        case "counters" -> counts = true;
        case "forceadd" -> makesRoom = true;
        default -> words.pass(option, CREATE_FLAGS, CREATE_OPTIONS);
      }
    }

    /** The mask comes last: what it is hangs on the family, which may stand behind it. */
    IpSet.Shape shape() throws FactsFormatException {
      Optional<Address> masked =
          mask.isPresent() ? Optional.of(mask.get().mask(family)) : Optional.empty();
      return new IpSet.Shape(masked, markMask, counts, timed, makesRoom);
    }
  }

  private static Family family(SetLine words) throws FactsFormatException {
    String family = words.next("a family");
    return switch (family) {
      case "inet", "ipv4", "-4" -> Family.IPV4;
      case "inet6", "ipv6", "-6" -> Family.IPV6;
      default -> throw words.wrong("%s is no family; it is inet or inet6", family);
    };
  }

  private void add(SetLine words) throws FactsFormatException {
    String name = words.next("a set's name");
    Building building = sets.get(name);
    if (building == null) {
      throw words.wrong("there is no set %s above", name);
    }
    String text = words.next("an element");
    SetLine element = words.here();
    Flags flags = new Flags(building.expires());
    while (words.hasNext()) {
      flags.read(words);
    }
    ElementReader reader = new ElementReader(building.set(), element, this::member);
    for (List<Part> parts : reader.read(text, flags.prefix)) {
      elements += entries(parts);
      if (elements > MOST_ELEMENTS) {
        throw element.wrong("more than %s elements are too many".formatted(MOST_ELEMENTS));
      }
      building.add(new SetElement(parts, flags.exception, flags.expires));
    }
  }

  /** How many the kernel makes of one: an element for each port of a range. */
  private static long entries(List<Part> parts) {
    long entries = 1;
    for (Part part : parts) {
      if (part instanceof Part.Ports of) {
        entries *= of.ports().to() - of.ports().from() + 1;
      }
    }
    return entries;
  }

  /** What an element has beside its parts. */
  private static final class Flags {
    boolean expires;
    boolean exception;
    boolean prefix;

    Flags(boolean expires) {
      this.expires = expires;
    }

    void read(SetLine words) throws FactsFormatException {
      String option = words.next("an option");
      switch (option) {
        case "timeout" -> expires = words.number(0xffff_ffffL) > 0;
        case "nomatch" -> exception = true;
        case "wildcard" -> prefix = true;
        default -> words.pass(option, Set.of(), ADD_OPTIONS);
      }
    }
  }

  private Optional<IpSet> member(String name) {
    return Optional.ofNullable(sets.get(name))
        .map(Building::set)
        .filter(set -> set.type() != IpSetType.LIST_SET);
  }
}
