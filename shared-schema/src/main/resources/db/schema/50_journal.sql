CREATE TABLE daily_logs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  date date NOT NULL,
  bed_time time,
  wake_time time,
  sleep_minutes integer CHECK (sleep_minutes BETWEEN 0 AND 1440),
  sleep_quality smallint CHECK (sleep_quality BETWEEN 0 AND 10),
  night_wakings smallint CHECK (night_wakings >= 0),
  nap_minutes integer CHECK (nap_minutes BETWEEN 0 AND 1440),
  dreams text,
  morning_mood smallint CHECK (morning_mood BETWEEN 0 AND 10),
  midday_mood smallint CHECK (midday_mood BETWEEN 0 AND 10),
  evening_mood smallint CHECK (evening_mood BETWEEN 0 AND 10),
  stress smallint CHECK (stress BETWEEN 0 AND 10),
  mood_notes text,
  morning_energy smallint CHECK (morning_energy BETWEEN 0 AND 10),
  midday_energy smallint CHECK (midday_energy BETWEEN 0 AND 10),
  evening_energy smallint CHECK (evening_energy BETWEEN 0 AND 10),
  medication_taken boolean,
  medication_name text,
  medication_dose text,
  medication_taken_at time,
  medication_effect smallint CHECK (medication_effect BETWEEN 0 AND 10),
  medication_wore_off_at time,
  side_effects text,
  breakfast text,
  lunch text,
  dinner text,
  snacks text,
  appetite smallint CHECK (appetite BETWEEN 0 AND 10),
  exercise text,
  exercise_minutes integer CHECK (exercise_minutes BETWEEN 0 AND 1440),
  exercise_intensity smallint CHECK (exercise_intensity BETWEEN 0 AND 10),
  anxiety smallint CHECK (anxiety BETWEEN 0 AND 10),
  irritability smallint CHECK (irritability BETWEEN 0 AND 10),
  restlessness smallint CHECK (restlessness BETWEEN 0 AND 10),
  pain smallint CHECK (pain BETWEEN 0 AND 10),
  other_symptoms text,
  morning_focus smallint CHECK (morning_focus BETWEEN 0 AND 10),
  afternoon_focus smallint CHECK (afternoon_focus BETWEEN 0 AND 10),
  focus_minutes integer CHECK (focus_minutes BETWEEN 0 AND 1440),
  distractions text,
  day_rating smallint CHECK (day_rating BETWEEN 0 AND 10),
  went_well text,
  was_hard text,
  tomorrow text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- The guard against a second log of a day: to look first and insert then is a race.
  UNIQUE (user_id, date)
);

CREATE INDEX daily_logs_user_id_idx ON daily_logs (user_id);
CREATE INDEX daily_logs_date_idx ON daily_logs (date);

CREATE TRIGGER daily_logs_touch_updated_at BEFORE UPDATE ON daily_logs
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE daily_logs IS
  'One day of one user. It is filled in over the day: null is not answered yet. Ratings go from '
  '0, none or worst, to 10, most or best';
COMMENT ON COLUMN daily_logs.date IS
  'The day as the user lived it, in the time zone where the user was; so are the times. The '
  'client says which day it is, never the clock of the server';
COMMENT ON COLUMN daily_logs.bed_time IS 'Before the day began: 23:10 is of the evening before';
COMMENT ON COLUMN daily_logs.night_wakings IS 'How often the user woke up, not a rating';
COMMENT ON COLUMN daily_logs.medication_dose IS 'With its unit, such as 20 mg';
COMMENT ON COLUMN daily_logs.medication_effect IS 'How much it helped';
COMMENT ON COLUMN daily_logs.focus_minutes IS 'Spent on work without interruption';
COMMENT ON COLUMN daily_logs.tomorrow IS 'What the user means to do the next day';

CREATE TABLE weekly_reflections (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  week_start_date date NOT NULL,
  week_end_date date NOT NULL,
  week_rating smallint CHECK (week_rating BETWEEN 0 AND 10),
  sleep_rating smallint CHECK (sleep_rating BETWEEN 0 AND 10),
  mood_rating smallint CHECK (mood_rating BETWEEN 0 AND 10),
  energy_rating smallint CHECK (energy_rating BETWEEN 0 AND 10),
  focus_rating smallint CHECK (focus_rating BETWEEN 0 AND 10),
  medication_rating smallint CHECK (medication_rating BETWEEN 0 AND 10),
  highlights text,
  challenges text,
  lessons text,
  next_week text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (user_id, week_start_date, week_end_date),
  CONSTRAINT weekly_reflections_week_order_check CHECK (week_start_date <= week_end_date)
);

CREATE INDEX weekly_reflections_user_id_idx ON weekly_reflections (user_id);
CREATE INDEX weekly_reflections_week_start_date_idx ON weekly_reflections (week_start_date);

CREATE TRIGGER weekly_reflections_touch_updated_at BEFORE UPDATE ON weekly_reflections
  FOR EACH ROW EXECUTE FUNCTION twinlane.touch_updated_at();

COMMENT ON TABLE weekly_reflections IS
  'One week of one user, looked back upon. Ratings as in daily_logs';
COMMENT ON COLUMN weekly_reflections.week_start_date IS
  'First day of the week, which begins on the day the user chose';
COMMENT ON COLUMN weekly_reflections.week_end_date IS 'Last day of the week, which belongs to it';
COMMENT ON COLUMN weekly_reflections.medication_rating IS 'How well the medication worked';
COMMENT ON COLUMN weekly_reflections.next_week IS 'What the user means to do';
