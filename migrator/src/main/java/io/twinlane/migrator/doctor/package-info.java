/** A look at a deployment over each lane's own way to PostgreSQL. */
@NullMarked
package io.twinlane.migrator.doctor;

import org.jspecify.annotations.NullMarked;
