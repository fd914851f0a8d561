/**
 * The exact algebra of packet sets. A {@link Space} names the fields of a packet and how far each
 * goes; an {@link IntervalSet} is a set of values of one field; a {@link Product} says, field by
 * field, which values its packets have; a {@link PacketSet} is a union of products. {@link Cover}
 * answers what all of this is for: whether some products together hold all of a set, and if not,
 * which {@link Point} they leave out. Everything is immutable, and nothing is approximate. Values
 * are unsigned numbers of up to 64 bits. Products of different spaces do not mix.
 */
@NullMarked
package dev.fwlint.packets;

import org.jspecify.annotations.NullMarked;
