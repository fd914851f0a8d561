package dev.fwlint.reach;

import static dev.fwlint.reach.Fields.DESTINATION_HIGH;
import static dev.fwlint.reach.Fields.DESTINATION_TYPE;

import dev.fwlint.model.Action;
import dev.fwlint.model.Chain;
import dev.fwlint.model.Condition.End;
import dev.fwlint.model.Firewall;
import dev.fwlint.model.Hook;
import dev.fwlint.model.Step;
import dev.fwlint.model.Table;
import dev.fwlint.model.Verdict;
import dev.fwlint.packets.IntervalSet;
import dev.fwlint.packets.Product;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A firewall, prepared: every chain as {@link Code}. */
final class Program {
  private static final Latest<Program> LATEST = new Latest<>(Program::new);

  final Fields fields;
  final HostView view;

  /**
   * What routing sends to the host, and what it does not forward; nothing where that is not known.
   */
  private final Optional<Clause> delivered;

  private final Optional<Clause> forwarded;
  final Patience patience;

  /** Whether a rule gives packets a template's connection. */
  private final boolean templates;

  private final Map<String, Map<String, Code>> codes = new HashMap<>();

  /** The steps that lead to each chain. */
  private final Map<Code, List<Site>> callers = new HashMap<>();

  private final Map<Code, BitSet> mentioned = new HashMap<>();
  private final Map<String, BitSet> changes = new HashMap<>();

  /** A step of a chain that leads to another. */
  record Site(Code code, int place) {
    Op op() {
      return code.ops().get(place);
    }
  }

  private Program(Firewall firewall) {
    fields = Fields.of(firewall);
    view = HostView.of(firewall);
    patience = new Patience(firewall.steps().count());
    templates = firewall.steps().anyMatch(step -> step.action() instanceof Action.Template);
    Optional<HostTypes> host = HostView.divertsPackets(firewall) ? Optional.empty() : fields.host;
    delivered =
        host.map(types -> Clause.any(fields.space, types.delivered(DESTINATION_HIGH), false));
    forwarded = host.map(types -> Clause.any(fields.space, types.local(DESTINATION_HIGH), true));
    for (Table table : firewall.tables().values()) {
      Map<String, Code> ofTable = new HashMap<>();
      table.chains().values().forEach(chain -> ofTable.put(chain.name(), new Code(chain)));
      codes.put(table.name(), ofTable);
      table.chains().values().forEach(chain -> fill(chain, ofTable));
    }
    new Summaries(codes.values()).fill();
  }

  static Program of(Firewall firewall) {
    return LATEST.of(firewall);
  }

  /**
   * What routing asks of the packets that it sends to a hook. A bridge may forward what is sent to
   * all, but not what is sent to the host.
   */
  Optional<Clause> gate(Hook hook) {
    return switch (hook) {
      case INPUT -> delivered;
      case FORWARD -> forwarded;
      case PREROUTING, OUTPUT, POSTROUTING -> Optional.empty();
    };
  }

  Optional<Code> code(String table, String chain) {
    return Optional.ofNullable(codes.getOrDefault(table, Map.of()).get(chain));
  }

  boolean has(String table) {
    return codes.containsKey(table);
  }

  /** The fields that a chain asks about or changes, with all that it leads to. */
  BitSet mentioned(Code code) {
    return mentioned.computeIfAbsent(
        code,
        start -> {
          BitSet fields = new BitSet();
          Deque<Code> open = new ArrayDeque<>(List.of(start));
          Set<Code> seen = new HashSet<>(open);
          while (!open.isEmpty()) {
            for (Op op : open.remove().ops()) {
              mention(op, fields);
              op.target().filter(seen::add).ifPresent(open::add);
            }
          }
          return fields;
        });
  }

  /** The fields that the rules of a table change. */
  BitSet changes(String table) {
    return changes.computeIfAbsent(
        table,
        t -> {
          BitSet fields = new BitSet();
          codes.getOrDefault(t, Map.of()).values().forEach(code -> fields.or(code.changes));
          return fields;
        });
  }

  /** Whether any rule asks about a field. */
  boolean asks(int field) {
    return codes.values().stream()
        .flatMap(ofTable -> ofTable.values().stream())
        .flatMap(code -> code.ops().stream())
        .flatMap(op -> op.demand().clauses().stream())
        .flatMap(clause -> clause.tests().stream())
        .anyMatch(test -> test.field() == field);
  }

  /** Whether nat may translate the destination of packets of a type, at a hook. */
  boolean translates(Hook hook, int type) {
    Product packets = Product.all(fields.space).with(DESTINATION_TYPE, IntervalSet.of(type));
    Deque<Code> open = new ArrayDeque<>(at("nat", hook).stream().toList());
    Set<Code> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      for (Op op : open.remove().ops()) {
        if (!op.demand().upperBound(packets).isEmpty()) {
          if (op.isObscure() || Effects.translatesDestination(op.step().action())) {
            return true;
          }
          op.target().filter(seen::add).ifPresent(open::add);
        }
      }
    }
    return false;
  }

  private static void mention(Op op, BitSet fields) {
    op.assigns().forEach(assign -> fields.set(assign.field()));
    op.demand()
        .clauses()
        .forEach(clause -> clause.tests().forEach(test -> fields.set(test.field())));
  }

  List<Site> callers(Code code) {
    return callers.getOrDefault(code, List.of());
  }

  private void fill(Chain chain, Map<String, Code> ofTable) {
    Code code = ofTable.getOrDefault(chain.name(), new Code(chain));
    List<Op> ops = new ArrayList<>(chain.steps().size());
    List<Integer> notable = new ArrayList<>();
    for (Step step : chain.steps()) {
      Op op = op(step, ofTable);
      if (op.kind() != Op.Kind.STOP && !(op.kind() == Op.Kind.PASS && op.assigns().isEmpty())) {
        notable.add(ops.size());
      }
      op.target()
          .ifPresent(to ->
              callers.computeIfAbsent(to, t -> new ArrayList<>()).add(new Site(code, ops.size())));
      ops.add(op);
    }
    code.fill(ops, notable.stream().mapToInt(i -> i).toArray());
  }

  private Op op(Step step, Map<String, Code> ofTable) {
    boolean template = templates && step.table().equals("raw");
    Demand demand = Translator.demand(step.conditions(), fields, template);
    return switch (step.action()) {
      // what is queued may come back changed, and goes on behind the table
      case Action.Decide decide when decide.verdict() == Verdict.QUEUE ->
          new Op(step, demand, Op.Kind.END, Optional.empty(), Effects.everything(fields));
      case Action.Decide decide ->
          op(step, demand, decide.verdict() == Verdict.ACCEPT ? Op.Kind.END : Op.Kind.STOP);
      case Action.Return back -> op(step, demand, Op.Kind.RETURN);
      case Action.Jump jump -> {
        Optional<Code> target = Optional.ofNullable(ofTable.get(jump.chain()));
        Op.Kind kind = jump.goesTo() ? Op.Kind.GOTO : Op.Kind.JUMP;
        yield new Op(step, demand, target.isEmpty() ? Op.Kind.OBSCURE : kind, target, List.of());
      }
      case Action.Continue go -> op(step, demand, Op.Kind.PASS);
      case Action.Unknown obscure ->
          new Op(step, demand, Op.Kind.OBSCURE, Optional.empty(), Effects.everything(fields));
      default -> {
        boolean nat = Effects.isNat(step.action());
        yield new Op(
            step,
            demand,
            nat ? Op.Kind.END : Op.Kind.PASS,
            Optional.empty(),
            Effects.of(step, fields, template));
      }
    };
  }

  private static Op op(Step step, Demand demand, Op.Kind kind) {
    return new Op(step, demand, kind, Optional.empty(), List.of());
  }

  /** The built-in chain of a table at a hook. */
  Optional<Code> at(String table, Hook hook) {
    return code(table, hook.name()).filter(code -> code.chain.builtIn());
  }

  /** The destination that a nat step rewrites to, where it is one address. */
  static Optional<Action.Rewrite> destinationOf(Op op) {
    return op.step().action() instanceof Action.Rewrite to && to.end() == End.DESTINATION
        ? Optional.of(to)
        : Optional.empty();
  }
}
